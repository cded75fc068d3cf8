using System.Net;
using Layers.Conformance.Gate;
using Layers.Domain.Approval;
using Layers.Testing;

namespace Layers.Conformance.Tests.Gate;

[Collection(BuiltInParts.Name)]
public sealed class PendingStatusRuleTests(ApiFixture api) : GateRuleConformance<ApprovalStatusRule>(api)
{
    protected override Task<string> Shut() => Api.Given.Pending();
}

[Collection(BuiltInParts.Name)]
public sealed class RejectedStatusRuleTests(ApiFixture api) : GateRuleConformance<ApprovalStatusRule>(api)
{
    protected override async Task<string> Shut()
    {
        var container = await Api.Given.Pending();
        (await Api.Client.PostJson($"/v1/content/{container}/reject", new { reason = "This is last year's logo." })).Status.Should().Be(HttpStatusCode.OK);
        return container;
    }
}

[Collection(BuiltInParts.Name)]
public sealed class CompletionRuleTests(ApiFixture api) : GateRuleConformance<CompletionRule>(api)
{
    protected override async Task<string> Shut() => await Api.Given.Processing(await Api.Given.Project());
}

[Collection(BuiltInParts.Name)]
public sealed class ArchivedProjectRuleTests(ApiFixture api) : GateRuleConformance<ArchivedProjectRule>(api)
{
    protected override async Task<string> Shut()
    {
        var project = await Api.Given.Project();
        await Api.Given.Account(project);
        var container = await Api.Given.Uploaded(project);
        await TryShut(container);
        return container;
    }

    protected override async Task<bool> TryShut(string container)
    {
        var project = (string)(await Api.Given.Container(container))["projectId"]!;
        (await Api.Client.DeleteJson($"/v1/projects/{project}")).Status.Should().Be(HttpStatusCode.OK);
        return true;
    }
}
