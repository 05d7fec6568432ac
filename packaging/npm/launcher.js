#!/usr/bin/env node
// Starts the binary of the package for this platform, which npm has installed beside this one.
"use strict";

const { spawnSync } = require("node:child_process");
const { constants } = require("node:os");

const platform = `${process.platform}-${process.arch}`;
const suffix = process.platform === "win32" ? ".exe" : "";
// Package managers that look at `libc` install one of the two on Linux; the others both.
const names = process.platform === "linux" ? [platform, `${platform}-musl`] : [platform];

function start(name) {
  let binary;
  try {
    binary = require.resolve(`@subprocessor-lint/${name}/bin/subprocessor-lint${suffix}`);
  } catch {
    return null;
  }
  const ended = spawnSync(binary, process.argv.slice(2), { stdio: "inherit" });
  // "Not found" about a file that is there: the loader of the other C library is missing.
  return ended.error?.code === "ENOENT" ? null : ended;
}

let ended = null;
for (const name of names) {
  ended = start(name);
  if (ended) break;
}

if (!ended) {
  console.error(
    `error: subprocessor-lint has no binary for ${platform} here\n` +
      "  help: Install it without `--omit=optional` or `--no-optional`. If the platform is not among " +
      "the optionalDependencies of the package, use `cargo install subprocessor-lint`.",
  );
  process.exitCode = 2;
} else if (ended.error) {
  console.error(`error: subprocessor-lint cannot be started: ${ended.error.message}`);
  process.exitCode = 2;
} else if (ended.signal) {
  // As a shell does it; a null status would be taken for success.
  process.exitCode = 128 + (constants.signals[ended.signal] ?? 0);
} else {
  process.exitCode = ended.status;
}
