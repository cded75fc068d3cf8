using System.Runtime.Versioning;
using Layers.Infrastructure.LocalPostgres;
using Layers.Testing;

namespace Layers.Infrastructure.Tests.LocalPostgres;

[UnsupportedOSPlatform("windows")]
public sealed class DataDirectoryTests
{
    [Theory]
    [InlineData("a-name-that-alone-is-long-enough/and-then-once-more-the-same-again/to-get-past-one-hundred-and-seven-bytes")]
    [InlineData("it's a \"dir\", $HOME `id` and;so on")]
    public async Task Start_WithAPathThatASocketCannotHave_WorksAndLeavesNothingInTmp(string below)
    {
        await using var scratch = new Scratch { Below = below };
        string socket;
        await using (var server = await scratch.Start())
        {
            server.DataDirectory.Should().Be(scratch.Options.DataDirectory);
            socket = await Scratch.Query<string>(server.ConnectionString, "show unix_socket_directories") ?? "";
            socket.Should().StartWith("/tmp/layers-socket-");
        }

        Directory.Exists(socket).Should().BeFalse();
    }

    [RootFact]
    public async Task Start_AsRoot_BelowADirectoryThatOnlyRootEnters_GoesElsewhereAndSaysSo()
    {
        await using var scratch = new Scratch { Below = "closed/data" };
        Directory.CreateDirectory(Path.Combine(scratch.Root, "closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await using var first = await scratch.Start();
        await using var second = await scratch.Start();

        first.DataDirectory.Should().StartWith("/var/lib/layers-");
        first.Description.Should().Contain(first.DataDirectory).And.Contain("cannot get to").And.Contain(scratch.Options.DataDirectory);
        second.ProcessId.Should().Be(first.ProcessId);
    }

    [RootFact]
    public async Task Start_AsRoot_RunsPostgresAsSomebodyElse()
    {
        var server = await TestCluster.Shared;

        var status = await File.ReadAllLinesAsync($"/proc/{server.ProcessId}/status");
        status.Should().ContainSingle(line => line.StartsWith("Uid:")).Which.Should().NotMatchRegex(@"\s0\s");
    }

    [Fact]
    public async Task Start_InADirectoryThatHoldsSomethingElse_Refuses()
    {
        await using var scratch = new Scratch();
        Directory.CreateDirectory(scratch.Root);
        await File.WriteAllTextAsync(Path.Combine(scratch.Root, "thesis.txt"), "");

        var start = () => scratch.Start();

        (await start.Should().ThrowAsync<LocalPostgresException>()).WithMessage("*holds something else*");
    }

    [Fact]
    public async Task Start_WithoutBinaries_SaysInOneSentenceWhatToInstall()
    {
        await using var scratch = new Scratch();
        var start = () => LocalPostgresServer.Start(scratch.Options with { BinaryDirectory = scratch.Root }, CancellationToken.None);

        var message = (await start.Should().ThrowAsync<PostgresNotFoundException>()).Which.Message;
        message.Should().Contain("apt-get install postgresql").And.Contain("brew install").And.Contain("ConnectionStrings__Layers");
        message.Should().NotContain("\n").And.EndWith(".");
    }

    [Fact]
    public async Task Start_WithDataOfAMajorVersionThatIsNotInstalled_NamesIt()
    {
        await using var scratch = new Scratch();
        Directory.CreateDirectory(Path.Combine(scratch.Root, "cluster"));
        await File.WriteAllTextAsync(Path.Combine(scratch.Root, "cluster", "PG_VERSION"), "9\n");
        await File.WriteAllTextAsync(Path.Combine(scratch.Root, "deciding.lock"), "");

        var start = () => scratch.Start();

        (await start.Should().ThrowAsync<PostgresNotFoundException>()).WithMessage("PostgreSQL 9, *");
    }
}
