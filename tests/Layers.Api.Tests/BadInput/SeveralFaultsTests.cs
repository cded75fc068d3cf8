using System.Net;
using static Layers.Api.Tests.BadInput.BodyEndpoint;

namespace Layers.Api.Tests.BadInput;

[Collection(BadInputCollection.Name)]
public sealed class SeveralFaultsTests(BadInputFixture api)
{
    [Theory]
    [InlineData(CreateProject, """{ "name": "", "customerExternalId": "", "timezone": "zul7/zul7", "metadata": [] }""", "name", "customerExternalId", "timezone", "metadata")]
    [InlineData(PatchProject, """{ "name": null, "customerExternalId": 5, "timezone": null, "metadata": "zul7" }""", "name", "customerExternalId", "timezone", "metadata")]
    [InlineData(PatchPolicy, """{ "requiresApproval": null, "firstNPostsBlocked": 51, "autoApproveAfter": "zul7" }""", "requiresApproval", "firstNPostsBlocked", "autoApproveAfter")]
    [InlineData(PreviewPolicy, """{ "requiresApproval": "zul7", "firstNPostsBlocked": -1, "autoApproveAfter": 5 }""", "requiresApproval", "firstNPostsBlocked", "autoApproveAfter")]
    [InlineData(PatchReviewPolicy, """{ "policy": "zul7", "firstN": 51 }""", "policy", "firstN")]
    [InlineData(PatchReviewPolicy, """{ "policy": null, "firstN": "zul7" }""", "policy", "firstN")]
    [InlineData(StartUpload, """{ "files": [{}], "grouping": "zul7" }""", "grouping", "files[0].filename", "files[0].contentType", "files[0].sizeBytes")]
    [InlineData(StartUpload, """{ "files": [], "grouping": null }""", "files", "grouping")]
    [InlineData(Schedule, """{ "scheduledFor": "zul7", "targets": [{}, null] }""", "scheduledFor", "targets[0].socialAccountId", "targets[0].mode", "targets[1]")]
    [InlineData(Schedule, """{ "scheduledFor": "2020-01-01T00:00:00Z", "targets": [] }""", "scheduledFor", "targets")]
    [InlineData(Publish, """{ "targets": [{ "socialAccountId": "zul7", "mode": "zul7" }] }""", "targets[0].socialAccountId", "targets[0].mode")]
    [InlineData(ConnectAccount, """{ "platform": "zul7", "handle": "", "publisher": "relay" }""", "platform", "handle", "settings.url")]
    [InlineData(Decide, """{ "decisions": [{}, null, { "id": "zul7", "action": "zul7", "ifMatch": 0 }, { "id": "prj_00000000-0000-0000-0000-000000000000", "action": "reject" }] }""", "decisions[0].id", "decisions[0].action", "decisions[1]", "decisions[2].id", "decisions[2].action", "decisions[2].ifMatch", "decisions[3].id", "decisions[3].reason")]
    public async Task EveryFault_IsListedAtOnce(string endpoint, string body, params string[] paths) =>
        (await api.Refused(endpoint, body)).ShouldHaveIssues(api[endpoint].FaultStatus, paths);

    [Fact]
    public async Task FaultsOfFiles_SayWhichFile()
    {
        const string good = """{ "filename": "a.jpg", "contentType": "image/jpeg", "sizeBytes": 5 }""";
        var answer = await api.Refused(StartUpload, $$"""
            { "files": [{{good}}, { "filename": "../zul7", "contentType": "image/jpeg", "sizeBytes": 5 }, {{good}},
                        { "filename": "a.jpg", "contentType": "zul7", "sizeBytes": -1 }] }
            """);

        answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "files[1].filename", "files[3].contentType", "files[3].sizeBytes");
        ((string)answer.Json["error"]!["message"]!).Should().EndWith("(2 more in details.issues.)");
    }

    [Theory]
    [InlineData(PatchProject)]
    [InlineData(PatchPolicy)]
    [InlineData(PreviewPolicy)]
    public async Task Patch_WithoutOneKnownField_IsAFaultOfTheWholeBody(string endpoint)
    {
        foreach (var body in new[] { "{}", """{ "zul7": 1 }""", """{ "Name": "zul7", "REQUIRESAPPROVAL": true, "auto_approve_after": null }""" })
            (await api.Refused(endpoint, body)).ShouldHaveIssues(api[endpoint].FaultStatus, "");
    }

    [Theory]
    [InlineData(CreateProject, "name")]
    [InlineData(PatchProject, "")]
    [InlineData(PatchPolicy, "")]
    [InlineData(PreviewPolicy, "")]
    [InlineData(PatchReviewPolicy, "policy")]
    [InlineData(StartUpload, "files")]
    [InlineData(FinalizeUpload, "caption")]
    [InlineData(Reject, "reason")]
    [InlineData(Decide, "decisions")]
    [InlineData(CorrectCaption, "caption")]
    [InlineData(Schedule, "scheduledFor", "targets")]
    [InlineData(Publish, "targets")]
    [InlineData(Reschedule, "scheduledFor")]
    [InlineData(ConnectAccount, "platform", "handle")]
    [InlineData(AdvanceClock, "advance")]
    public async Task MissingOrEmptyBody_IsAnEmptyObject(string endpoint, params string[] paths)
    {
        (await api.Refused(endpoint, content: null)).ShouldHaveIssues(api[endpoint].FaultStatus, paths);
        (await api.Refused(endpoint, "")).ShouldHaveIssues(api[endpoint].FaultStatus, paths);
        (await api.Refused(endpoint, "{}")).ShouldHaveIssues(api[endpoint].FaultStatus, paths);
    }

    [Theory]
    [MemberData(nameof(AsTheory), MemberType = typeof(BodyEndpoint))]
    public async Task Body_ThatIsNoObject_IsAFaultOfTheWholeBody(string endpoint)
    {
        foreach (var body in new[] { "[]", "[{}]", "\"zul7\"", "null", "5", "true" })
            (await api.Refused(endpoint, body)).ShouldHaveIssues(api[endpoint].FaultStatus, "");
    }

    [Fact]
    public async Task HundredThousandFiles_AreOneIssue()
    {
        var files = string.Join(',', Enumerable.Repeat("{}", 100_000));

        var answer = await api.Refused(StartUpload, $$"""{ "files": [{{files}}] }""");

        answer.ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "files");
    }
}
