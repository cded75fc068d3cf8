# The server and nothing else: no shell, no package manager, no root. PostgreSQL is a container of its own, see compose.yaml.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/Layers.Domain/Layers.Domain.csproj src/Layers.Domain/
COPY src/Layers.Application/Layers.Application.csproj src/Layers.Application/
COPY src/Layers.Infrastructure/Layers.Infrastructure.csproj src/Layers.Infrastructure/
COPY src/Layers.Api/Layers.Api.csproj src/Layers.Api/
RUN dotnet restore src/Layers.Api --use-current-runtime -p:PublishReadyToRun=true
COPY src src
# Compiled ahead of time, so that a new container answers sooner.
RUN dotnet publish src/Layers.Api --no-restore --configuration Release --use-current-runtime --no-self-contained -p:PublishReadyToRun=true --output /app \
    # A volume that is new takes over whom its folder belongs to: 1654 is the user that the image below runs as.
    && mkdir -p /data && chown 1654:1654 /data

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
COPY --from=build --chown=1654:1654 /data /data
ENV ASPNETCORE_URLS=http://+:8080 \
    Layers__DataFolder=/data \
    Layers__Logging__Format=json \
    DOTNET_EnableDiagnostics=0
USER 1654
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["dotnet", "Layers.Api.dll", "health"]
ENTRYPOINT ["dotnet", "Layers.Api.dll"]
CMD ["serve"]
