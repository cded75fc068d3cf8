using System.CommandLine;
using System.Reflection;
using Layers.Api.Composition;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Layers.Api.Commands;

internal static class ServeCommand
{
    /// <summary>The host ends a server by itself, after it has finished what runs; the command line must not cut in.</summary>
    public static readonly InvocationConfiguration Invocation = new() { ProcessTerminationTimeout = null };

    // A program with extensions lies outside of the clone, where there is no script.
    private static readonly string HowToMakeAKey =
        $"Make a key with: {(Assembly.GetEntryAssembly() == typeof(ServeCommand).Assembly ? "script/layers" : "dotnet run --")} keys create --organization NAME";

    public const string DefaultUrl = "http://127.0.0.1:5080";

    public static Command Create(Parts parts)
    {
        var urls = new Option<string?>("--urls") { Description = $"Where to listen; {DefaultUrl} unless ASPNETCORE_URLS says otherwise." };
        var demoIfEmpty = new Option<bool>("--demo-if-empty") { Description = "Make the demo data when the database is empty." };
        var command = new Command("serve", "Serve the API.") { urls, demoIfEmpty };
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            await using var database = await Database.Find(cancellationToken);
            // Side by side: a start that waits for the one and then for the other takes a third longer.
            var migrating = Task.Run(() => database.Migrate(parts, cancellationToken), cancellationToken);
            await using var app = await BuildBeside(migrating, parts, database, parsed.GetValue(urls));
            var demo = parsed.GetValue(demoIfEmpty) ? await Demo.MakeIfEmpty(new Operator(app.Services), cancellationToken) : null;

            WarmUp.Begin(app.Services);
            await Start(app, cancellationToken);
            Announce(parsed, database, app, demo);
            await app.WaitForShutdownAsync(cancellationToken);
        }));
        return command;
    }

    // Whatever becomes of the server, the schema is not left in the midst of a change.
    private static async Task<WebApplication> BuildBeside(Task migrating, Parts parts, Database database, string? urls)
    {
        try
        {
            return LayersApp.Build(CreateBuilder(parts, database, urls));
        }
        finally
        {
            await migrating;
        }
    }

    private static async Task Start(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            // What had started already is stopped in order, so that nothing is said but why.
            await app.StopAsync(CancellationToken.None);
            throw new IOException($"{e.Message} Choose another address with --urls.", e);
        }
    }

    private static WebApplicationBuilder CreateBuilder(Parts parts, Database database, string? urls)
    {
        var builder = LayersApp.CreateBuilder(database.ConnectionString, parts);
        if (urls is not null)
            builder.WebHost.UseUrls(urls);
        else if (string.IsNullOrEmpty(builder.Configuration["urls"]))
            builder.WebHost.UseUrls(DefaultUrl);
        ListenAddresses.RefuseUnintended(builder.Configuration);
        return builder;
    }

    private static void Announce(ParseResult parsed, Database database, WebApplication app, DemoData? demo)
    {
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var text = string.Join(Environment.NewLine, new[] { database.Description, demo?.Describe(url) ?? HowToMakeAKey, $"Layers listens on {url} (every call: {url}/docs)" }.OfType<string>());
        CommandLine.Print(parsed, new { url, demo }, text);
    }
}
