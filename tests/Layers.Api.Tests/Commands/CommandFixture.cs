using Layers.Testing;

namespace Layers.Api.Tests.Commands;

/// <summary>A database, and a folder to start the executable in.</summary>
public sealed class CommandFixture : IAsyncLifetime, IAsyncDisposable
{
    private readonly TempFolder folder = new();

    public TestDatabase Database { get; private set; } = null!;

    public string Folder => folder.Path;

    public async Task InitializeAsync() => Database = await ApiServer.NewDatabase();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        folder.Dispose();
    }

    public Task<CommandOutcome> Run(params string[] arguments) => LayersProcess.Run(Database.ConnectionString, Folder, arguments);

    public async Task<CommandOutcome> RunWell(params string[] arguments)
    {
        var outcome = await Run(arguments);
        outcome.ExitCode.Should().Be(0, outcome.Errors);
        outcome.Errors.Should().BeEmpty();
        return outcome;
    }

    public Task<LayersProcess> Serve() => LayersProcess.Serve(Database.ConnectionString, Folder);
}
