# A small image for CI systems that run a shell in it, such as GitLab. Build it in a clone:
#     docker build --tag subprocessor-lint .
#     docker run --rm --volume "$PWD:/work:ro" subprocessor-lint check
FROM rust:1.95-alpine3.22 AS build
WORKDIR /source
COPY . .
RUN cargo install --locked --path . --root /installed

FROM alpine:3.22
COPY --from=build /installed/bin/subprocessor-lint /usr/local/bin/
COPY --from=build /source/LICENSE-MIT /source/LICENSE-APACHE /usr/share/licenses/subprocessor-lint/
# Nobody: it reads what is mounted, and writes reports where that is allowed.
USER 65534:65534
WORKDIR /work
ENTRYPOINT ["/usr/local/bin/subprocessor-lint"]
CMD ["check"]
