using Layers.Testing;

namespace Layers.Api.Tests.Commands;

public sealed class HealthCommandTests(CommandFixture layers) : IClassFixture<CommandFixture>
{
    [Fact]
    public async Task Health_OfARunningServer_IsReady_AndWhereNobodyAnswersItSaysSo()
    {
        await using var server = await layers.Serve();
        var url = server.Address.ToString();

        (await layers.RunWell("health", "--url", url, "--json")).Json["status"]!.GetValue<string>().Should().Be("ready");
        await server.Terminate();
        var none = await layers.Run("health", "--url", url);

        none.ExitCode.Should().Be(1);
        none.Errors.Trim().Should().Be($"No server responds at {url}");
    }

    [Fact]
    public async Task Health_OfAServerThatIsNotReady_SaysWhy()
    {
        await using var server = await ApiServer.Start(database: (await TestCluster.Shared).NoDatabase());

        var outcome = await layers.Run("health", "--url", server.Address.ToString());

        outcome.ExitCode.Should().Be(1);
        outcome.Errors.Trim().Should().Be("The server is not ready: database.");
    }

    [Fact]
    public async Task Help_CallsTheProgramByItsName() =>
        (await layers.RunWell("--help")).Output.Should().Contain("layers [command]").And.Contain("health").And.NotContain("Layers.Api");

    [Fact]
    public async Task Version_IsThatOfTheProgram() =>
        (await layers.RunWell("--version")).Output.Trim().Should().StartWith("0.");
}
