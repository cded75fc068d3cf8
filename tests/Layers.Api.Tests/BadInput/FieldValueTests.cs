using System.Net;
using Layers.Testing;
using static Layers.Api.Tests.BadInput.BodyEndpoint;

namespace Layers.Api.Tests.BadInput;

/// <summary>Values of the right type that are out of bounds or cannot be kept.</summary>
[Collection(BadInputCollection.Name)]
public sealed class FieldValueTests(BadInputFixture api)
{
    /// <summary>Every field that takes text, with the body around it.</summary>
    public static TheoryData<string, string, string> Texts => new()
    {
        { CreateProject, "name", """{ "name": $ }""" },
        { CreateProject, "customerExternalId", """{ "name": "A", "customerExternalId": $ }""" },
        { CreateProject, "timezone", """{ "name": "A", "timezone": $ }""" },
        { PatchProject, "name", """{ "name": $ }""" },
        { PatchProject, "customerExternalId", """{ "customerExternalId": $ }""" },
        { PatchProject, "timezone", """{ "timezone": $ }""" },
        { PatchPolicy, "autoApproveAfter", """{ "autoApproveAfter": $ }""" },
        { PreviewPolicy, "autoApproveAfter", """{ "autoApproveAfter": $ }""" },
        { StartUpload, "grouping", """{ "files": [{ "filename": "a.jpg", "contentType": "image/jpeg", "sizeBytes": 5 }], "grouping": $ }""" },
        { StartUpload, "files[0].filename", """{ "files": [{ "filename": $, "contentType": "image/jpeg", "sizeBytes": 5 }] }""" },
        { StartUpload, "files[0].contentType", """{ "files": [{ "filename": "a.jpg", "contentType": $, "sizeBytes": 5 }] }""" },
        { FinalizeUpload, "caption", """{ "caption": $ }""" },
        { Approve, "note", """{ "note": $ }""" },
        { Reject, "reason", """{ "reason": $ }""" },
        { CorrectCaption, "caption", """{ "caption": $ }""" },
        { Reschedule, "scheduledFor", """{ "scheduledFor": $ }""" },
        { CancelPost, "reason", """{ "reason": $ }""" },
        { ConnectAccount, "handle", """{ "platform": "tiktok", "handle": $ }""" },
        { ConnectAccount, "settings.url", """{ "platform": "tiktok", "handle": "@a", "publisher": "relay", "settings": { "url": $ } }""" },
        { CreateWebhook, "url", """{ "url": $, "events": ["*"] }""" },
        { CreateWebhook, "events", """{ "url": "https://acme.example/", "events": [$] }""" },
        { CreateWebhook, "description", """{ "url": "https://acme.example/", "events": ["*"], "description": $ }""" },
        { CreateWebhook, "projectId", """{ "url": "https://acme.example/", "events": ["*"], "projectId": $ }""" },
        { PatchWebhook, "url", """{ "url": $ }""" },
        { PatchWebhook, "events", """{ "events": [$] }""" },
        { PatchWebhook, "description", """{ "description": $ }""" },
        { PatchWebhook, "status", """{ "status": $ }""" },
        { AdvanceClock, "advance", """{ "advance": $ }""" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Text_ThatNobodyCouldPublish_IsRefused(string endpoint, string field, string body)
    {
        foreach (var text in new[] { "\\ud800", "\\udc00", "a\\ud83d", "\\ude00\\ud83d", "\\ud83d\\ud83d\\ude00", "\\u0000", "a\\u0000b" })
            (await api.Refused(endpoint, body.Replace("$", $"\"{text}\""))).ShouldHaveIssues(api[endpoint].FaultStatus, field);
    }

    [Theory]
    [InlineData(CreateProject, "name", 128)]
    [InlineData(PatchProject, "name", 128)]
    [InlineData(FinalizeUpload, "caption", 2200)]
    [InlineData(CorrectCaption, "caption", 2200)]
    [InlineData(Approve, "note", 1024)]
    [InlineData(Reject, "reason", 1024)]
    [InlineData(PatchWebhook, "description", 256)]
    public async Task Text_LongerThanItsLimitInCodePoints_IsRefused(string endpoint, string field, int most)
    {
        foreach (var letter in new[] { "a", "é", "😀" })
        {
            var text = string.Concat(Enumerable.Repeat(letter, most + 1));
            var answer = await api.Refused(endpoint, $$"""{ "{{field}}": "{{text}}" }""");
            answer.ShouldHaveIssues(api[endpoint].FaultStatus, field);
            ((string?)answer.Json["error"]!["message"]).Should().Be($"{field} must be at most {most:N0} characters.");
        }
    }

    [Theory]
    [InlineData("{ \"a\": \"\\u0000\" }")]
    [InlineData("{ \"a\": [{ \"b\": \"\\ud800\" }] }")]
    [InlineData("{ \"\\u0000\": 1 }")]
    [InlineData("{ \"a\": \"$\" }")]
    public async Task Metadata_ThatCannotBeKept_IsRefused(string metadata)
    {
        var body = $$"""{ "name": "A", "metadata": {{metadata.Replace("$", new string('a', 8_192))}} }""";
        foreach (var endpoint in new[] { CreateProject, PatchProject })
            (await api.Refused(endpoint, body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "metadata");
    }

    [Fact]
    public async Task Metadata_ComesBackAsItWasSent_ToTheLastCharacter()
    {
        var deepest = $$"""{ "a" : "media:zul7", "b":1.0, "c":"\"media:\u00e9", "d":{{new string('[', 60)}}{{new string(']', 60)}} }""";
        var body = $$"""{ "name": "A", "metadata": {{deepest}} }""";

        var answer = await api.Client.PostJson("/v1/projects", body, ("Idempotency-Key", "deepest"));
        var replay = await api.Client.PostJson("/v1/projects", body, ("Idempotency-Key", "deepest"));

        answer.Status.Should().Be(HttpStatusCode.Created, answer.Body);
        answer.Body.Should().Contain($"\"metadata\":{deepest}");
        replay.Body.Should().Be(answer.Body);
        (await api.Client.GetJson($"/v1/projects/{answer.Text("id")}")).Body.Should().Be(answer.Body);
    }

    /// <summary>Blanks around a name, and whatever was pasted into a remark, come back byte for byte.</summary>
    [Fact]
    public async Task Texts_AreKeptAsTheyCame()
    {
        const string name = "  Acme \ud83d\udc68\u200d\ud83d\udc69 e\u0301 \u202eb\u202c  ";
        const string reason = "First line\r\n\tsecond\u000bthird \u2028 fourth\u007f\n";
        var given = await Given.Organization(api.Server);
        var id = await given.Pending(await given.GatedProject());

        var project = await given.Client.PostJson("/v1/projects", new { name });
        var rejected = await given.Client.PostJson($"/v1/content/{id}/reject", new { reason });

        project.Text("name").Should().Be(name);
        rejected.Text("reason").Should().Be(reason);
        ((string?)(await given.Container(id))["rejectionReason"]).Should().Be(reason);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("51")]
    [InlineData("2147483648")]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    public async Task FirstN_OutsideZeroToFifty_IsRefused(string number)
    {
        foreach (var endpoint in new[] { PatchPolicy, PreviewPolicy })
            (await api.Refused(endpoint, $$"""{ "firstNPostsBlocked": {{number}} }""")).ShouldHaveIssues(HttpStatusCode.BadRequest, "firstNPostsBlocked");
    }

    [Theory]
    [InlineData("image/jpeg", "0")]
    [InlineData("image/jpeg", "-1")]
    [InlineData("image/png", "31457281")]
    [InlineData("video/mp4", "104857601")]
    [InlineData("video/mp4", "9223372036854775807")]
    public async Task DeclaredSize_ThatNoFileMayHave_IsRefused(string type, string size)
    {
        var body = $$"""{ "files": [{ "filename": "a", "contentType": "{{type}}", "sizeBytes": {{size}} }] }""";
        (await api.Refused(StartUpload, body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "files[0].sizeBytes");
    }

    [Theory]
    [InlineData("zul7/a.jpg")]
    [InlineData("/etc/zul7")]
    [InlineData("..\\\\zul7.jpg")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    public async Task Filename_ThatIsAPathOrNothing_IsRefused(string filename)
    {
        var body = $$"""{ "files": [{ "filename": "{{filename}}", "contentType": "image/jpeg", "sizeBytes": 5 }] }""";
        (await api.Refused(StartUpload, body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "files[0].filename");
    }

    [Fact]
    public async Task Filename_OfMoreThan512Characters_IsRefused()
    {
        var body = $$"""{ "files": [{ "filename": "{{new string('a', 513)}}", "contentType": "image/jpeg", "sizeBytes": 5 }] }""";
        (await api.Refused(StartUpload, body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "files[0].filename");
    }

    [Theory]
    [InlineData("image/gif")]
    [InlineData("image/svg+xml")]
    [InlineData("text/html")]
    [InlineData("")]
    public async Task ContentType_ThatIsNotTakenIn_IsRefused(string type)
    {
        var body = $$"""{ "files": [{ "filename": "a", "contentType": "{{type}}", "sizeBytes": 5 }] }""";
        (await api.Refused(StartUpload, body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "files[0].contentType");
    }

    [Theory]
    [InlineData("utc")]
    [InlineData("+02:00")]
    [InlineData("Europe/zul7")]
    [InlineData("../etc/passwd")]
    [InlineData("")]
    public async Task Timezone_ThatIsNoIanaZone_IsRefused(string timezone)
    {
        foreach (var endpoint in new[] { CreateProject, PatchProject })
        {
            var body = $$"""{ "name": "A", "timezone": "{{timezone}}" }""";
            (await api.Refused(endpoint, body)).ShouldHaveIssues(HttpStatusCode.UnprocessableEntity, "timezone");
        }
    }
}
