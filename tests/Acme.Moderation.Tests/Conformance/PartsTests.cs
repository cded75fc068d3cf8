using Layers.Application.Seams;
using Layers.Conformance.Decisions;
using Layers.Conformance.Endpoints;
using Layers.Conformance.Gate;
using Layers.Conformance.Generation;
using Layers.Conformance.Publishing;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Acme.Moderation.Tests.Conformance;

[Collection(AcmeParts.Name)]
public sealed class BoardPublisherConformance(AcmeFixture api) : HttpPublisherConformance(api, "acme-board")
{
    protected override IReadOnlyDictionary<string, string> SettingsFor(string url) =>
        new Dictionary<string, string> { ["boardUrl"] = url, ["column"] = "This week" };
}

[Collection(AcmeParts.Name)]
public sealed class CardGeneratorConformance(AcmeFixture api) : GeneratorConformance(api, "acme-cards")
{
    protected override GenerationOrder Impossible(GenerationOrder order) => order with { Hook = "A miracle in three days." };
}

[Collection(AcmeParts.Name)]
public sealed class DelicateWordsRuleConformance(AcmeFixture api) : GateRuleConformance<DelicateWordsRule>(api)
{
    private const string Delicate = "A miracle in three days.";

    protected override IReadOnlyList<string?> Captions => [null, "", "The roast that started it all.", Delicate];

    protected override IReadOnlyList<IReadOnlyDictionary<string, string>> Marks =>
        [new Dictionary<string, string>(), new Dictionary<string, string> { [DelicateWordsRule.LookedAt] = "Another caption's." }];

    protected override async Task<string> Shut() => await Api.Given.Uploaded(await Api.Given.Project(), Delicate);

    protected override async Task<bool> TryShut(string container)
    {
        await Api.Client.PatchJson($"/v1/content/{container}", new { caption = Delicate });
        return true;
    }
}

[Collection(AcmeParts.Name)]
public sealed class CountDecisionsConformance(AcmeFixture api) : DecisionObserverConformance(api)
{
    protected override Task<long> CountRecorded() => Api.Server.Database.Value<long>(
        "select coalesce(sum(approved + rejected), 0)::bigint from acme.decision_counts where organization_id = $1", Api.Given.OrganizationId.Value);

    protected override async Task<bool> TryBreak()
    {
        await Api.Server.Database.Run("alter table acme.decision_counts rename to lost");
        return true;
    }

    protected override Task Mend() => Api.Server.Database.Run("alter table acme.lost rename to decision_counts");
}

[Collection(AcmeParts.Name)]
public sealed class TellTheTeamConformance(AcmeFixture api) : AfterDecisionConformance(api)
{
    protected override Task<long> CountRecorded() => Task.FromResult((long)Api.Server.Services.GetRequiredService<TeamBoard>().Lines.Count);
}

[Collection(AcmeParts.Name)]
public sealed class RecordLookConformance(AcmeFixture api) : EndpointConformance(api, "recordLook")
{
    protected override async Task<EndpointCall> Arrange(Given given) => new([await given.Uploaded(await given.Project())], new { remark = "Fine." });
}

[Collection(AcmeParts.Name)]
public sealed class ListLooksConformance(AcmeFixture api) : EndpointConformance(api, "listLooks")
{
    protected override async Task<EndpointCall> Arrange(Given given) => new([await given.Uploaded(await given.Project())]);
}
