ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0

# Builds on the builder's own processor for the processor of the image.
FROM --platform=$BUILDPLATFORM ${SDK_IMAGE} AS build
ARG TARGETARCH
WORKDIR /source
RUN echo "linux-${TARGETARCH:-amd64}" | sed 's/amd64/x64/' > /runtime

# First the files that select the packages, so that a change of code does not restore them again.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/Directory.Build.props src/
COPY src/WhichFlush.Api/WhichFlush.Api.csproj src/WhichFlush.Api/packages.lock.json src/WhichFlush.Api/
COPY src/WhichFlush.Rules/WhichFlush.Rules.csproj src/WhichFlush.Rules/packages.lock.json src/WhichFlush.Rules/
COPY src/WhichFlush.TlbModel/WhichFlush.TlbModel.csproj src/WhichFlush.TlbModel/packages.lock.json src/WhichFlush.TlbModel/
# The runtime is a property, because the option -r would replace the runtimes that the lock files were made for.
RUN dotnet restore src/WhichFlush.Api --locked-mode -p:RuntimeIdentifier="$(cat /runtime)"

# The tool that writes the bill of materials.
COPY .config .config
RUN dotnet tool exec --yes CycloneDX -- --version

COPY .editorconfig ./
COPY openapi/examples openapi/examples
COPY src src
RUN dotnet publish src/WhichFlush.Api --no-restore -c Release -r "$(cat /runtime)" --self-contained false -o /app

FROM ${RUNTIME_IMAGE}
WORKDIR /app
COPY LICENSE ./
COPY --from=build /app ./
EXPOSE 8080
# The user of the runtime image, as a number, so that a container runtime can see that the user is not root.
USER ${APP_UID:-1654}
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s --retries=3 CMD ["dotnet", "WhichFlush.Api.dll", "--health-check"]
ENTRYPOINT ["dotnet", "WhichFlush.Api.dll"]
