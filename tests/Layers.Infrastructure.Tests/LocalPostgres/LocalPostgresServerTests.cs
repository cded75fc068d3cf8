using System.Diagnostics;
using System.Runtime.Versioning;
using Layers.Infrastructure.LocalPostgres;
using Layers.Testing;
using Npgsql;

namespace Layers.Infrastructure.Tests.LocalPostgres;

[UnsupportedOSPlatform("windows")]
public sealed class LocalPostgresServerTests(Scratch scratch) : IClassFixture<Scratch>
{
    // initdb is what takes the time here, so the tests share one data directory; each leaves it stopped.
    private const string Remember = "drop table if exists kept; create table kept (word text); insert into kept values ('kept')";
    private const string Recall = "select word from kept";

    [Fact]
    public async Task Start_AfterStop_KeepsTheData()
    {
        await using (var first = await scratch.Start())
        {
            await Scratch.Query<string>(first.ConnectionString, Remember);
            first.Description.Should().MatchRegex(@"^Using a private PostgreSQL \d+ in .+ \(set ConnectionStrings__Layers to use another\)\.$");
        }

        IsRunning.Should().BeFalse();
        await using var second = await scratch.Start();
        (await Scratch.Query<string>(second.ConnectionString, Recall)).Should().Be("kept");
    }

    [Fact]
    public async Task Start_SetsUpAClusterThatIsSafeAndListensOnNoPort()
    {
        await using var server = await LocalPostgresServer.Start(
            scratch.Options with { Settings = new Dictionary<string, string>() }, CancellationToken.None);

        var settings = await Scratch.Query<string>(server.ConnectionString, """
            select string_agg(name || '=' || setting, ' ' order by name) from pg_settings
            where name in ('data_checksums', 'fsync', 'full_page_writes', 'jit', 'listen_addresses', 'server_encoding', 'synchronous_commit')
            """);
        settings.Should().Be(
            "data_checksums=on fsync=on full_page_writes=on jit=off listen_addresses= server_encoding=UTF8 synchronous_commit=on");
        var socket = new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;
        File.GetUnixFileMode(socket).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Start_AfterThePostmasterWasKilled_Recovers()
    {
        await using var first = await scratch.Start();
        await Scratch.Query<string>(first.ConnectionString, Remember);
        using (var postmaster = Process.GetProcessById(first.ProcessId))
            postmaster.Kill();

        await using var second = await scratch.Start();

        second.ProcessId.Should().NotBe(first.ProcessId);
        (await Scratch.Query<string>(second.ConnectionString, Recall)).Should().Be("kept");
    }

    [Fact]
    public async Task Start_WhenThePidFileNamesAnotherPostmaster_IsNotMisled()
    {
        await using (await scratch.Start()) { }
        var bystander = await TestCluster.Shared;
        File.Copy(Path.Combine(bystander.DataDirectory, "cluster", "postmaster.pid"), PidFile);

        await using var server = await scratch.Start();

        server.ProcessId.Should().NotBe(bystander.ProcessId);
        await using var database = await bystander.CreateDatabase();
    }

    [Fact]
    public async Task Start_WithAStalePidFile_Starts()
    {
        await using (await scratch.Start()) { }
        string[] leftovers = ["", "999999999\n", "999999999\n/nowhere\n1700000000\n5432\n/nowhere\n\n  1  1\nready   \n"];
        foreach (var left in leftovers)
        {
            await File.WriteAllTextAsync(PidFile, left);
            await using var server = await scratch.Start();
            (await Scratch.Query<int>(server.ConnectionString, "select 1")).Should().Be(1);
        }
    }

    [Fact]
    public async Task Start_AfterACrashInInitdb_BeginsAnew()
    {
        await using var crashed = new Scratch();
        Directory.CreateDirectory(Path.Combine(crashed.Root, "cluster.new-left", "base"));
        await File.WriteAllTextAsync(Path.Combine(crashed.Root, "deciding.lock"), "");

        await using var server = await crashed.Start();

        Directory.EnumerateDirectories(crashed.Root).Select(Path.GetFileName).Should().BeEquivalentTo("cluster", "socket");
    }

    [Fact]
    public async Task Start_ManyAtOnce_ShareOneCluster_AndTheLastStopsIt()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => scratch.Start()));

        servers.Select(server => server.ProcessId).Distinct().Should().ContainSingle();
        foreach (var server in servers[..^1])
        {
            await server.DisposeAsync();
            (await Scratch.Query<int>(servers[^1].ConnectionString, "select 1")).Should().Be(1);
        }

        await servers[^1].DisposeAsync();
        IsRunning.Should().BeFalse();
    }

    [Fact]
    public async Task Start_AfterItsUserWasKilled_JoinsTheOrphan_AndStopsItInTheEnd()
    {
        await using var killed = await scratch.Start();
        ForgetUsers();

        await using (var second = await scratch.Start())
            second.ProcessId.Should().Be(killed.ProcessId);

        IsRunning.Should().BeFalse();
    }

    [Fact]
    public async Task Start_WhenTheSocketOfAnOrphanIsGone_StartsAnother()
    {
        await using var killed = await scratch.Start();
        ForgetUsers();
        Directory.Delete(Path.Combine(scratch.Root, "socket"), recursive: true);

        await using var second = await scratch.Start();

        second.ProcessId.Should().NotBe(killed.ProcessId);
        (await Scratch.Query<int>(second.ConnectionString, "select 1")).Should().Be(1);
    }

    [Fact]
    public async Task Start_WithTcp_AsksForThePassword()
    {
        await using var server = await LocalPostgresServer.Start(scratch.Options with { Tcp = true }, CancellationToken.None);

        (await Scratch.Query<int>(server.TcpConnectionString!, "select 1")).Should().Be(1);
        var guess = new NpgsqlConnectionStringBuilder(server.TcpConnectionString) { Password = "guess" }.ConnectionString;
        var attempt = () => Scratch.Query<int>(guess, "select 1");
        (await attempt.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task Start_WithASettingThatPostgresRefuses_SaysWhatItSaid()
    {
        var start = () => LocalPostgresServer.Start(
            scratch.Options with { Settings = new Dictionary<string, string> { ["shared_buffers"] = "much" } }, CancellationToken.None);

        (await start.Should().ThrowAsync<LocalPostgresException>()).WithMessage("*shared_buffers*");
    }

    /// <summary>As when the process that used it got a kill -9: PostgreSQL runs, and nobody holds the lock.</summary>
    private void ForgetUsers() => File.Delete(Path.Combine(scratch.Root, "users.lock"));

    private string PidFile => Path.Combine(scratch.Root, "cluster", "postmaster.pid");

    private bool IsRunning => File.Exists(PidFile);
}
