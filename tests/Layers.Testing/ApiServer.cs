using System.Net.Http.Headers;
using Layers.Api.Composition;
using Layers.Application.Operation;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Infrastructure.Media;
using Layers.Testing.OpenApi;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime.Testing;
using NodaTime;

namespace Layers.Testing;

/// <summary>The whole server in this process, on Kestrel and a real PostgreSQL, with a clock that only tests turn.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    /// <summary>In seconds: tests write down the last use of keys when they want to.</summary>
    private const string Never = "86400";

    private readonly WebApplication app;
    private readonly string folder;
    private readonly bool ownsDatabase;

    private readonly Task<DocumentedApi> document;

    private ApiServer(WebApplication app, TestDatabase database, bool ownsDatabase, FakeClock clock, string folder, Task<DocumentedApi> document) =>
        (this.app, Database, this.ownsDatabase, Clock, this.folder, this.document) = (app, database, ownsDatabase, clock, folder, document);

    public TestDatabase Database { get; }

    public FakeClock Clock { get; }

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public IServiceProvider Services => app.Services;

    /// <summary>For another server that shall serve the same files.</summary>
    public string MediaFolder => Services.GetRequiredService<MediaFolder>().Root;

    /// <summary>
    /// On a database of its own, or beside another server on <paramref name="database"/>, which it reaches through
    /// <paramref name="proxy"/> if there is one, with services that <paramref name="replace"/> puts in place of the server's, and with what
    /// <paramref name="extend"/> adds to it. PostgreSQL's clock is the server's own, unless there is a <paramref name="databaseClock"/>. What
    /// it logs goes to <paramref name="logs"/>, or nowhere. It is made of the built-in parts, unless there are other <paramref name="parts"/>.
    /// </summary>
    public static async Task<ApiServer> Start(
        IReadOnlyDictionary<string, string?>? settings = null,
        TestDatabase? database = null,
        FakeClock? clock = null,
        TimeProvider? time = null,
        PostgresProxy? proxy = null,
        ILoggerProvider? logs = null,
        IClock? databaseClock = null,
        Action<IServiceCollection>? replace = null,
        Action<WebApplication>? extend = null,
        Parts? parts = null)
    {
        var ownsDatabase = database is null;
        database ??= await NewDatabase();
        if (parts is not null)
            await parts.Migrator(SystemClock.Instance).Migrate(database.ConnectionString, CancellationToken.None);
        clock ??= StoppedClock.Create();
        var folder = Directory.CreateTempSubdirectory("layers-api-").FullName;
        var builder = LayersApp.CreateBuilder(proxy?.ConnectionString ?? database.ConnectionString, parts);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Layers:DataFolder"] = folder, ["Layers:Workers:Enabled"] = "false", ["Layers:Keys:RecordUsesSeconds"] = Never });
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Host.UseDefaultServiceProvider(options => options.ValidateOnBuild = options.ValidateScopes = true);
        builder.Logging.ClearProviders();
        if (logs is not null)
            builder.Logging.AddProvider(logs);
        builder.Services.Replace(ServiceDescriptor.Singleton(new ServerClock(clock)));
        builder.Services.Replace(ServiceDescriptor.Singleton<IDatabaseClock>(new FakeDatabaseClock(databaseClock ?? clock)));
        builder.Services.Replace(ServiceDescriptor.Singleton(time ?? TimeProvider.System));
        replace?.Invoke(builder.Services);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = LayersApp.Build(builder);
        extend?.Invoke(app);
        await app.StartAsync();
        return new ApiServer(app, database, ownsDatabase, clock, folder, parts is null ? DocumentedApi.Shared : DocumentedApi.Of(parts));
    }

    /// <summary>A copy of one database that was migrated once for the whole process.</summary>
    public static async Task<TestDatabase> NewDatabase()
    {
        var cluster = await TestCluster.Shared;
        await cluster.Template(connectionString => new Parts().Migrator(SystemClock.Instance).Migrate(connectionString, CancellationToken.None));
        return await cluster.CreateDatabase();
    }

    /// <summary>A caller with that key, or without one. Every answer is held against the document.</summary>
    public HttpClient Client(string? key = null, HttpMessageHandler? handler = null)
    {
        var client = new HttpClient(new AnswerCheck(document, handler)) { BaseAddress = Address };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Sends a request past HTTP, for what has no endpoint.</summary>
    public async Task<T> Send<T>(IRequest<T> request, OrganizationId? organization = null)
    {
        await using var scope = Services.CreateAsyncScope();
        if (organization is { } known)
            scope.ServiceProvider.GetRequiredService<CurrentCaller>().ActAs(known, Actor.Operator);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        if (ownsDatabase)
            await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
