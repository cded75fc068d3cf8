using System.Net;
using Layers.Testing;
using static Layers.Api.Tests.BadInput.BodyEndpoint;

namespace Layers.Api.Tests.BadInput;

[Collection(BadInputCollection.Name)]
public sealed class HeaderAndPathTests(BadInputFixture api)
{
    private const string UnknownUuid = "0196f2a4-7b4e-7f0a-9c6d-2e1b5a8f3c70";

    [Theory]
    [InlineData("\"+2\"")]
    [InlineData("\"02\"")]
    [InlineData("\" 2\"")]
    [InlineData("\"-2\"")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("W/\"2\"")]
    [InlineData("\"zul7\", \"1\"")]
    public async Task IfMatch_ThatIsNotTheRevision_IsAMismatch(string tag)
    {
        var revision = (int)(await api.Given.Container(api.Pending))["revision"]!;
        revision.Should().Be(2, "the tags above are bad spellings of it");
        foreach (var endpoint in new[] { Approve, Reject, CorrectCaption })
        {
            var answer = await api.Refused(endpoint, BadInputFixture.Json(api[endpoint].ValidBody), ("If-Match", tag));
            var error = answer.ShouldBeError(HttpStatusCode.PreconditionFailed, "REVISION_MISMATCH");
            ((int?)error["details"]!["revision"]).Should().Be(revision);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("zul7")]
    [InlineData("2")]
    [InlineData("'2'")]
    [InlineData("\"2")]
    [InlineData("\"\"2\"\"")]
    [InlineData(",")]
    [InlineData("w\"2\"")]
    public async Task IfMatch_ThatIsNoEntityTag_IsRefused(string tag)
    {
        foreach (var endpoint in new[] { Approve, Reject, CorrectCaption })
            (await api.Refused(endpoint, BadInputFixture.Json(api[endpoint].ValidBody), ("If-Match", tag))).ShouldHaveIssues(api[endpoint].FaultStatus, "If-Match");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("zul7 zul7")]
    [InlineData("zul7\tzul7")]
    [InlineData("$")]
    [InlineData("\"$\"")]
    public async Task IdempotencyKey_ThatIsNotOneTo255VisibleCharacters_IsRefused(string key)
    {
        foreach (var endpoint in Names)
        {
            var header = ("Idempotency-Key", key.Replace("$", new string('a', 256), StringComparison.Ordinal));
            var answer = await api.Refused(endpoint, BadInputFixture.Json(api[endpoint].ValidBody), header);
            answer.ShouldHaveIssues(api[endpoint].FaultStatus, "Idempotency-Key");
        }
    }

    [Theory]
    [InlineData("zul7")]
    [InlineData("cnt_zul7")]
    [InlineData("cnt_")]
    [InlineData("prj_" + UnknownUuid)]
    [InlineData("CNT_" + UnknownUuid)]
    [InlineData("cnt_cnt_" + UnknownUuid)]
    [InlineData("cnt_0196f2a47b4e7f0a9c6d2e1b5a8f3c70")]
    [InlineData("cnt_{" + UnknownUuid + "}")]
    [InlineData("%20" + UnknownUuid)]
    [InlineData(UnknownUuid + "%20")]
    [InlineData(UnknownUuid + "%0A")]
    [InlineData("+196f2a4-7b4e-7f0a-9c6d-2e1b5a8f3c70")]
    [InlineData("0x96f2a4-7b4e-7f0a-9c6d-2e1b5a8f3c70")]
    [InlineData("%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    [InlineData("cnt_%2F")]
    [InlineData("%FF%FE")]
    [InlineData("%ED%A0%80")]
    [InlineData("$")]
    public async Task ContainerId_ThatIsNone_IsAnsweredAsAnUnknownOne(string id)
    {
        var known = await api.Refused(client => client.GetJson($"/v1/content/cnt_{UnknownUuid}"));
        var text = id.Replace("$", new string('7', 6_000), StringComparison.Ordinal);
        foreach (var suffix in new[] { "/approve", "/reject", "/finalize-upload" })
            ShouldBeTheSame(await api.Refused(client => client.PostJson($"/v1/content/{text}{suffix}", new { reason = "A", caption = "A" })), known);
        ShouldBeTheSame(await api.Refused(client => client.PatchJson($"/v1/content/{text}", new { caption = "A" })), known);
        ShouldBeTheSame(await api.Refused(client => client.GetJson($"/v1/content/{text}")), known);
    }

    [Theory]
    [InlineData("/v1")]
    [InlineData("/v1/zul7")]
    [InlineData("//v1/projects")]
    [InlineData("/v1//projects")]
    [InlineData("/v1/content//approve")]
    [InlineData("/v1/content/")]
    [InlineData("/v1/projects%2F")]
    [InlineData("/v2/projects")]
    public async Task Path_ThatLeadsNowhere_IsNotFound(string path) =>
        (await api.Refused(client => client.GetJson(api.Server.Address.GetLeftPart(UriPartial.Authority) + path)))
            .ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND");

    [Fact]
    public async Task Path_WithU0000_IsRefusedBeforeItIsRouted()
    {
        var answer = await api.Client.GetJson("/v1/content/%00");

        ((int)answer.Status).Should().BeInRange(400, 499);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("ZUL7")]
    public async Task Method_ThatAnAddressDoesNotTake_IsNotAllowed(string method) =>
        (await api.Refused(client => client.Call(new HttpMethod(method), $"/v1/content/{api.Pending}/approve", content: null)))
            .ShouldBeError(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");

    private static void ShouldBeTheSame(Answer answer, Answer known)
    {
        var (error, expected) = (answer.ShouldBeError(HttpStatusCode.NotFound, "NOT_FOUND"), known.Json["error"]!);
        ((string?)error["message"]).Should().Be((string?)expected["message"]);
        error["details"].Should().BeNull();
    }
}
