using System.Net;
using System.Text.Json.Nodes;
using Layers.Testing;

namespace Layers.Api.Tests.Commands;

/// <summary>The operator's commands, beside a running server.</summary>
public sealed class KeysCommandTests(CommandFixture layers) : IClassFixture<CommandFixture>
{
    [Fact]
    public async Task Key_MadeListedAndKilledBesideARunningServer_OpensItUntilItIsKilled()
    {
        await using var server = await layers.Serve();

        var created = (await layers.RunWell(
            "keys", "create", "--organization", "Acme", "--environment", "test", "--name", "ci", "--scopes", "content:read, content:approve",
            "--tier", "pilot", "--actor-type", "agent", "--json")).Json;
        var key = (string)created["apiKey"]!;
        key.Should().StartWith("lp_test_");
        using var client = server.Client(key);
        var whoami = await client.GetJson("/v1/whoami");
        whoami.ShouldBeJson(HttpStatusCode.OK, $$"""
            {
              "organizationId": "{{created["organizationId"]}}", "organizationName": "Acme", "apiKeyId": "{{created["id"]}}", "actorType": "agent",
              "scopes": ["content:read", "content:approve"], "rateLimitTier": "pilot", "creditBalance": null
            }
            """);

        var listed = await layers.RunWell("keys", "list", "--json");
        listed.Output.Should().NotContain(key[^43..], "a secret is shown once, when it is made");
        var row = listed.Json["keys"]!.AsArray().Should().ContainSingle(one => (string?)one!["id"] == (string?)created["id"]).Subject!;
        ((string?)row["status"]).Should().Be("active");

        var killed = await layers.RunWell("keys", "kill", (string)created["id"]!, "--json");
        JsonNode.DeepEquals(killed.Json, JsonNode.Parse($$"""{ "id": "{{created["id"]}}", "status": "killed" }""")).Should().BeTrue();
        // A second at most by the promise; here it may take as long as the machine is busy.
        await Eventually.Holds(
            async () => (await client.GetJson("/v1/whoami")) is { Status: HttpStatusCode.ServiceUnavailable, ErrorCode: "KILL_SWITCH" },
            "the killed key was refused");
    }

    [Theory]
    [InlineData("Acme\nAgency", "ci", "organization must not contain control characters or line breaks.")]
    [InlineData("\u001b[31mAcme", "ci", "organization must not contain control characters or line breaks.")]
    [InlineData(" ", "ci", "organization is required.")]
    [InlineData("Acme", "c\ti", "name must not contain control characters or line breaks.")]
    [InlineData("Acme", "\u200b", "name is required.")]
    public async Task Key_WithANameThatIsNoName_IsNotMade(string organization, string name, string expected)
    {
        var refused = await layers.Run("keys", "create", "--organization", organization, "--name", name);

        ShouldBeOneSentence(refused);
        refused.Errors.Trim().Should().Be(expected);
    }

    [Fact]
    public async Task Key_RotatedAndDeleted_KeepsItsIdAndStaysInTheOperatorsList()
    {
        var created = (await layers.RunWell("keys", "create", "--organization", "Wayne", "--environment", "test", "--json")).Json;
        var (id, key) = ((string)created["id"]!, (string)created["apiKey"]!);

        var rotated = await layers.RunWell("keys", "rotate", id, "--json");
        ((string?)rotated.Json["id"]).Should().Be(id);
        ((string)rotated.Json["apiKey"]!).Should().StartWith("lp_test_").And.NotBe(key);
        (await layers.RunWell("keys", "rotate", id)).Output.Trim().Should().MatchRegex("^lp_test_[A-Z2-7]{16}_[A-Za-z0-9_-]{43}$");

        (await layers.RunWell("keys", "delete", id, "--json")).Json.ShouldBeJson($$"""{ "id": "{{id}}", "status": "deleted" }""");
        ShouldBeOneSentence(await layers.Run("keys", "rotate", id));
        var row = (await layers.RunWell("keys", "list", "--json")).Json["keys"]!.AsArray().Should().ContainSingle(one => (string?)one!["id"] == id).Subject!;
        ((string?)row["status"]).Should().Be("deleted");
        row["rotatedAt"].Should().NotBeNull();
        (await layers.Database.Value<long>("select count(*) from audit_log where data->>'apiKeyId' = $1 and actor = 'system:operator'", id)).Should().Be(4);
    }

    [Fact]
    public async Task Create_WithAnOrganizationsIdOrName_AddsToIt()
    {
        var first = (await layers.RunWell("keys", "create", "--organization", "Globex", "--json")).Json;
        var id = (string)first["organizationId"]!;

        var byId = (await layers.RunWell("keys", "create", "--organization", id, "--json")).Json;
        var byName = (await layers.RunWell("keys", "create", "--organization", "Globex", "--json")).Json;

        new[] { byId, byName }.Should().OnlyContain(key => (string?)key["organizationId"] == id);
        ((string?)first["environment"]).Should().Be("live");
        first["scopes"]!.AsArray().Select(scope => (string?)scope).Should().Equal("*");
    }

    [Theory]
    [InlineData("keys", "create", "--organization", "Initech", "--scopes", "content:raed")]
    [InlineData("keys", "create", "--organization", "org_00000000-0000-0000-0000-000000000001")]
    [InlineData("keys", "create", "--organization", "")]
    [InlineData("keys", "kill", "key_00000000-0000-0000-0000-000000000001")]
    [InlineData("keys", "kill", "nonsense")]
    [InlineData("keys", "rotate", "key_00000000-0000-0000-0000-000000000001")]
    [InlineData("keys", "delete", "key_00000000-0000-0000-0000-000000000001")]
    public async Task WrongInput_IsToldInOneSentenceAndChangesNothing(params string[] arguments)
    {
        var before = await DatabaseDigest.Take(layers.Database);

        var outcome = await layers.Run(arguments);

        ShouldBeOneSentence(outcome);
        (await DatabaseDigest.Take(layers.Database)).Should().Equal(before);
    }

    [Fact]
    public async Task Create_WhereANameIsTheIdOfAnother_TakesTheIdFirst()
    {
        var id = (string)(await layers.RunWell("keys", "create", "--organization", "Cyberdyne", "--json")).Json["organizationId"]!;
        await layers.Database.Run(
            "insert into organizations (organization_id, name, environment, created_at) values (gen_random_uuid(), $1, 'live', 'epoch')", id);

        var created = await layers.RunWell("keys", "create", "--organization", id, "--json");

        ((string?)created.Json["organizationId"]).Should().Be(id);
    }

    [Fact]
    public async Task Create_ForAnOrganizationOfTheOtherEnvironment_IsRefused()
    {
        await layers.RunWell("keys", "create", "--organization", "Umbrella", "--environment", "live");

        ShouldBeOneSentence(await layers.Run("keys", "create", "--organization", "Umbrella", "--environment", "test"));
    }

    [Fact]
    public async Task Create_WithoutAnEnvironment_TakesThatOfTheOrganization()
    {
        await layers.RunWell("keys", "create", "--organization", "Tyrell", "--environment", "test");

        var another = await layers.RunWell("keys", "create", "--organization", "Tyrell", "--json");

        ((string?)another.Json["environment"]).Should().Be("test");
        ((string?)another.Json["apiKey"]).Should().StartWith("lp_test_");
    }

    [Fact]
    public async Task Create_TwiceAtOnceForOneNewOrganization_MakesOneOrganization()
    {
        var outcomes = await Crowd.Of(3, _ => layers.Run("keys", "create", "--organization", "Hooli", "--json"));

        foreach (var failed in outcomes.Where(outcome => outcome.ExitCode != 0))
            ShouldBeOneSentence(failed);
        outcomes.Should().Contain(outcome => outcome.ExitCode == 0);
        (await layers.Database.Value<long>("select count(*) from organizations where name = 'Hooli'")).Should().Be(1);
    }

    [Theory]
    [InlineData("keys", "create")]
    [InlineData("keys", "create", "--organization", "Initech", "--environment", "staging")]
    [InlineData("keys", "create", "--organization", "Initech", "--tier", "gold")]
    [InlineData("keys", "create", "--organization", "Initech", "--actor-type", "system")]
    [InlineData("nonsense")]
    public async Task WrongCommandLine_IsRefusedAndChangesNothing(params string[] arguments)
    {
        var before = await DatabaseDigest.Take(layers.Database);

        var outcome = await layers.Run(arguments);

        outcome.ExitCode.Should().Be(1);
        outcome.Errors.Should().NotBeEmpty().And.NotContain("   at ");
        (await DatabaseDigest.Take(layers.Database)).Should().Equal(before);
    }

    private static void ShouldBeOneSentence(CommandOutcome outcome)
    {
        outcome.ExitCode.Should().Be(1);
        outcome.Output.Should().BeEmpty();
        outcome.Errors.Trim().Should().NotBeEmpty().And.NotContain("\n").And.EndWith(".");
    }
}
