using Layers.Testing;

namespace Layers.Api.Tests.Commands;

public sealed class OrganizationUsageCommandTests(CommandFixture layers) : IClassFixture<CommandFixture>
{
    [Fact]
    public async Task Usage_ListsWhatEachOrganizationKeeps_AndRecountsWhenAsked()
    {
        await using var server = await ApiServer.Start(database: layers.Database);
        var given = await Given.Organization(server);
        await given.Uploaded(await given.Project());
        await server.Database.Run("update media_usage set bytes = 7 where organization_id = $1", given.OrganizationId.Value);

        var before = (await layers.RunWell("organizations", "usage", "--json")).Json["organizations"]![0]!;
        var after = (await layers.RunWell("organizations", "usage", "--recount", "--json")).Json["organizations"]!.AsArray().Should().ContainSingle().Subject!;
        var text = await layers.RunWell("organizations", "usage");

        ((string?)before["id"], (long?)before["mediaBytes"]).Should().Be((given.OrganizationId.ToString(), 7));
        ((long?)after["mediaBytes"], after["mostBytes"]).Should().Be((Given.Picture().LongLength, null));
        text.Output.Should().Contain(given.Key.OrganizationName).And.Contain(" bytes");
    }
}
