#!/usr/bin/env bash
# The step of action.yml: downloads the archive of one version, compares its SHA-256, runs the
# binary, and writes the outputs. Every input is an environment variable, and none of them is ever
# read as code. Works with the bash 3.2 of macOS and the one of Git for Windows.
set -euo pipefail

name=subprocessor-lint

# Ends the step with an annotation. Status 2 is the one of wrong usage.
fail() {
  local text=$1
  text=${text//\%/%25}
  text=${text//$'\r'/%0D}
  text=${text//$'\n'/%0A}
  printf '::error title=%s::%s\n' "$name" "$text"
  exit 2
}

# A path as the binary reads it, which is no program of MSYS on Windows.
native() { if command -v cygpath >/dev/null; then cygpath -m "$1"; else printf '%s' "$1"; fi; }
# The same path for the tools of the shell.
posix() { if command -v cygpath >/dev/null; then cygpath -u "$1"; else printf '%s' "$1"; fi; }

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

# download ADDRESS FILE: sets `answer` to the status of HTTP, 000 without one.
download() {
  local protocols='=https'
  case $1 in http://*) protocols='=http,https' ;; esac
  answer=$(curl --silent --show-error --location --proto "$protocols" --retry 3 --connect-timeout 20 \
    --write-out '%{http_code}' --output "$2" -- "$1") || answer=000
}

action=$(posix "$GITHUB_ACTION_PATH")
temporary=$(mktemp -d "$(posix "$RUNNER_TEMP")/$name.XXXXXX")

# --- inputs ---------------------------------------------------------------------------------

for input in CONFIG PACK FAIL_ON BASELINE SINCE FORMAT SARIF_FILE SUMMARY VERSION CHECKSUM BASE_URL; do
  variable=INPUT_$input
  case ${!variable} in
    *[[:cntrl:]]*) fail "the input of $variable holds a control character" ;;
  esac
done

version=${INPUT_VERSION#v}
if [ -z "$version" ]; then
  version=$(sed -n '/^\[package\]/,/^\[dependencies\]/s/^version = "\(.*\)"$/\1/p' "$action/Cargo.toml")
fi
if ! [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]]; then
  fail "version: expected a version such as 0.1.0, got '$version'"
fi
if [ -n "$INPUT_CHECKSUM" ] && ! [[ $INPUT_CHECKSUM =~ ^[0-9a-fA-F]{64}$ ]]; then
  fail "checksum: expected a SHA-256 of 64 hexadecimal digits, got '$INPUT_CHECKSUM'"
fi
case $INPUT_BASE_URL in
  https://* | http://*) ;;
  *) fail "base-url: expected an address that starts with https://, got '$INPUT_BASE_URL'" ;;
esac
case $INPUT_SUMMARY in
  true | false) ;;
  *) fail "summary: expected true or false, got '$INPUT_SUMMARY'" ;;
esac
if ! [[ $INPUT_FORMAT =~ ^[a-z0-9-]+$ ]]; then
  fail "format: expected the name of an output format such as github, got '$INPUT_FORMAT'"
fi

# Quotes and backslashes as in a shell, but no variable, pattern or command is expanded.
printf '%s\n' "$INPUT_FILES" | xargs -n 1 printf '%s\0' >"$temporary/files" 2>"$temporary/files.error" ||
  fail "files: $(cat "$temporary/files.error")"
files=()
while IFS= read -r -d '' file; do
  if [ -n "$file" ]; then files+=("$file"); fi
done <"$temporary/files"
if [ "${#files[@]}" -eq 0 ]; then fail "files: expected at least one file or folder, such as '.'"; fi

# --- the binary -----------------------------------------------------------------------------

case ${RUNNER_OS:-}-${RUNNER_ARCH:-} in
  Linux-X64) target=x86_64-unknown-linux-gnu ;;
  Linux-ARM64) target=aarch64-unknown-linux-gnu ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64 | Windows-ARM64) target=x86_64-pc-windows-msvc ;;
  *) fail "there is no binary for a runner with ${RUNNER_OS:-no RUNNER_OS} on ${RUNNER_ARCH:-no RUNNER_ARCH}" ;;
esac
# In Alpine and its like there is no loader for the other one.
if [ "${RUNNER_OS:-}" = Linux ] && compgen -G '/lib/ld-musl-*.so.1' >/dev/null; then
  target=${target%-gnu}-musl
fi
folder=$name-$version-$target
archive=$folder.tar.gz
case $target in *windows*) archive=$folder.zip ;; esac
address=${INPUT_BASE_URL%/}/v$version/$archive

cd "$temporary"
download "$address" "$archive"
case $answer in
  200) ;;
  404) fail "there is no version $version for $target: $address is not found" ;;
  *) fail "$address cannot be downloaded (HTTP status $answer)" ;;
esac
expected=$INPUT_CHECKSUM
if [ -z "$expected" ]; then
  download "$address.sha256" checksum
  if [ "$answer" != 200 ]; then fail "$address.sha256 cannot be downloaded (HTTP status $answer)"; fi
  expected=$(head -n 1 checksum | cut -d ' ' -f 1)
fi
expected=$(printf '%s' "$expected" | tr 'A-F' 'a-f')
actual=$(sha256 "$archive")
if [ "$actual" != "$expected" ]; then
  fail "the checksum of $archive is wrong, and the file was not run
expected $expected
but got  $actual"
fi
case $archive in
  *.zip) unzip -q "$archive" && program=$temporary/$folder/$name.exe ;;
  *) tar -xzf "$archive" && program=$temporary/$folder/$name ;;
esac
cd "$(posix "$GITHUB_WORKSPACE")"

# --- the run --------------------------------------------------------------------------------

report=$(native "$temporary/report.json")
arguments=(check --no-progress --output-format "$INPUT_FORMAT" --output-format "json=$report")
if [ -n "$INPUT_CONFIG" ]; then arguments+=(--config "$INPUT_CONFIG"); fi
if [ -n "$INPUT_PACK" ]; then arguments+=(--pack "$INPUT_PACK"); fi
if [ -n "$INPUT_FAIL_ON" ]; then arguments+=(--fail-on "$INPUT_FAIL_ON"); fi
if [ -n "$INPUT_BASELINE" ]; then arguments+=(--baseline "$INPUT_BASELINE"); fi
if [ -n "$INPUT_SARIF_FILE" ]; then arguments+=(--output-format "sarif=$INPUT_SARIF_FILE"); fi
if [ "$INPUT_SUMMARY" = true ]; then
  arguments+=(--output-format "markdown=$(native "$temporary/summary.md")")
fi
since=$INPUT_SINCE
if [ "$since" = auto ]; then
  since=${PULL_REQUEST_BASE:-}
  # A shallow checkout lacks the base; without credentials it can only be had from public repositories.
  if [ -n "$since" ] && ! git cat-file -e "$since^{commit}" 2>/dev/null; then
    git fetch --quiet --no-tags --depth=1 origin "$since" 2>/dev/null ||
      fail "the base of the pull request is not in the checkout: set 'fetch-depth: 0' for actions/checkout, or 'since: \"\"' to report everything"
  fi
fi
if [ -n "$since" ]; then arguments+=(--since "$since"); fi

# The program writes a summary with the format for GitHub only; this does it with every one.
summary=$GITHUB_STEP_SUMMARY
unset GITHUB_STEP_SUMMARY
status=0
"$program" "${arguments[@]}" -- "${files[@]}" </dev/null || status=$?

# --- outputs --------------------------------------------------------------------------------

# The last object of the report, in which no text of a list stands.
counts=
if [ -f "$temporary/report.json" ]; then
  counts=$(tr -d ' \r\n' <"$temporary/report.json" | sed 's/.*"summary":{\([^{}]*\)}.*/\1/')
fi
count() { printf '%s' "$counts" | sed -n "s/.*\"$1\":\([0-9][0-9]*\).*/\1/p"; }
errors=$(count errors) warnings=$(count warnings) infos=$(count infos)
{
  printf 'findings=%s\n' "$((${errors:-0} + ${warnings:-0} + ${infos:-0}))"
  printf 'errors=%s\n' "${errors:-0}"
  printf 'warnings=%s\n' "${warnings:-0}"
  if [ -n "$INPUT_SARIF_FILE" ] && [ -f "$INPUT_SARIF_FILE" ]; then
    printf 'sarif-file=%s\n' "$INPUT_SARIF_FILE"
  fi
  printf 'version=%s\n' "$version"
} >>"$GITHUB_OUTPUT"
if [ "$INPUT_SUMMARY" = true ] && [ -f "$temporary/summary.md" ]; then
  cat "$temporary/summary.md" >>"$summary"
fi
exit "$status"
