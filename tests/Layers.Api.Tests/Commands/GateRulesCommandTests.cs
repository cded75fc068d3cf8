namespace Layers.Api.Tests.Commands;

/// <summary>Taking out a gate rule whose extension is gone.</summary>
public sealed class GateRulesCommandTests(CommandFixture layers) : IClassFixture<CommandFixture>
{
    [Fact]
    public async Task Rule_OfAnExtensionThatIsGone_IsListedAndRemoved()
    {
        await layers.Database.Run("insert into gate_rules (name, added_at) values ('Acme.Gone', 'epoch')");

        (await layers.RunWell("gate-rules", "list")).Output.Trim().Should().Be("Acme.Gone (not in this program)");
        (await layers.RunWell("gate-rules", "list", "--json")).Json["gateRules"]!.ToJsonString().Should().Be(
            """[{"name":"Acme.Gone","addedAt":"1970-01-01T00:00:00Z","isHere":false}]""");
        (await layers.RunWell("gate-rules", "remove", "Acme.Gone")).Output.Trim().Should().Be("Acme.Gone is removed.");

        (await layers.RunWell("gate-rules", "list")).Output.Trim().Should().Be("No node has started yet.");
        var again = await layers.Run("gate-rules", "remove", "Acme.Gone");
        (again.ExitCode, again.Errors.Trim()).Should().Be((1, "Gate rule not found."));
    }
}
