using System.Net;

namespace Layers.Api.Tests.BadInput;

/// <summary>An endpoint that takes a body.</summary>
/// <param name="ValidBody">One that it would accept; it holds every field.</param>
/// <param name="FaultStatus">The status of a well-formed body with a bad field.</param>
public sealed record BodyEndpoint(string Name, HttpMethod Method, string Path, string ValidBody, HttpStatusCode FaultStatus)
{
    public const string CreateProject = "create project";
    public const string PatchProject = "patch project";
    public const string PatchPolicy = "patch policy";
    public const string PreviewPolicy = "preview policy";
    public const string PatchReviewPolicy = "patch review policy";
    public const string StartUpload = "start upload";
    public const string FinalizeUpload = "finalize upload";
    public const string Approve = "approve";
    public const string Reject = "reject";
    public const string Decide = "decide many";
    public const string CorrectCaption = "correct caption";
    public const string Schedule = "schedule";
    public const string Publish = "publish";
    public const string Reschedule = "reschedule";
    public const string CancelPost = "cancel post";
    public const string DropSchedule = "drop pending schedule";
    public const string ConnectAccount = "connect account";
    public const string AdvanceClock = "advance clock";
    public const string CreateWebhook = "create webhook endpoint";
    public const string PatchWebhook = "patch webhook endpoint";

    private const string ProjectBody = """{ "name": "Acme", "customerExternalId": "42", "timezone": "Europe/Berlin", "metadata": { "a": 1 } }""";
    private const string PolicyBody = """{ "requiresApproval": true, "firstNPostsBlocked": 5, "autoApproveAfter": "PT24H" }""";
    private const string ReviewPolicyBody = """{ "policy": "review_first_n", "firstN": 5 }""";
    private const string UploadBody =
        """{ "files": [{ "filename": "a.jpg", "contentType": "image/jpeg", "sizeBytes": 5 }], "grouping": "per-file" }""";

    public static readonly IReadOnlyList<string> Names =
    [
        CreateProject, PatchProject, PatchPolicy, PreviewPolicy, PatchReviewPolicy, StartUpload, FinalizeUpload, Approve, Reject, Decide, CorrectCaption,
        Schedule, Publish, Reschedule, CancelPost, DropSchedule, ConnectAccount, AdvanceClock, CreateWebhook, PatchWebhook,
    ];

    public static TheoryData<string> AsTheory => new(Names);

    public static IEnumerable<BodyEndpoint> All(BadInputFixture api)
    {
        var (project, content) = ($"/v1/projects/{api.Project}", $"/v1/content/{api.Pending}");
        yield return new(CreateProject, HttpMethod.Post, "/v1/projects", ProjectBody, HttpStatusCode.UnprocessableEntity);
        yield return new(PatchProject, HttpMethod.Patch, project, ProjectBody, HttpStatusCode.UnprocessableEntity);
        yield return new(PatchPolicy, HttpMethod.Patch, $"{project}/approval-policy", PolicyBody, HttpStatusCode.BadRequest);
        yield return new(PreviewPolicy, HttpMethod.Patch, $"{project}/approval-policy?dryRun=true", PolicyBody, HttpStatusCode.BadRequest);
        yield return new(PatchReviewPolicy, HttpMethod.Patch, $"{project}/content-review-policy", ReviewPolicyBody, HttpStatusCode.UnprocessableEntity);
        yield return new(StartUpload, HttpMethod.Post, $"{project}/content/uploads", UploadBody, HttpStatusCode.UnprocessableEntity);
        yield return new(FinalizeUpload, HttpMethod.Post, $"/v1/content/{api.Awaiting}/finalize-upload", """{ "caption": "A" }""", HttpStatusCode.UnprocessableEntity);
        yield return new(Approve, HttpMethod.Post, $"{content}/approve", """{ "note": "A" }""", HttpStatusCode.UnprocessableEntity);
        yield return new(Reject, HttpMethod.Post, $"{content}/reject", """{ "reason": "A" }""", HttpStatusCode.UnprocessableEntity);
        yield return new(Decide, HttpMethod.Post, $"{project}/content/decisions", DecisionsBody(api), HttpStatusCode.UnprocessableEntity);
        yield return new(CorrectCaption, HttpMethod.Patch, content, """{ "caption": "A" }""", HttpStatusCode.UnprocessableEntity);
        foreach (var endpoint in Later(api, project, content))
            yield return endpoint;
    }

    private static IEnumerable<BodyEndpoint> Later(BadInputFixture api, string project, string content)
    {
        var targets = $$"""[{ "socialAccountId": "{{api.Account}}", "mode": "publish", "captionOverride": "A", "firstCommentOverride": "B" }]""";
        var post = $"/v1/scheduled-posts/{api.Post}";
        const string hour = "\"scheduledFor\": \"2027-01-01T00:00:00Z\"";
        const string account = """{ "platform": "tiktok", "handle": "@a", "publisher": "sandbox", "settings": {} }""";
        yield return new(Schedule, HttpMethod.Post, $"{content}/schedule", $$"""{ {{hour}}, "targets": {{targets}} }""", HttpStatusCode.UnprocessableEntity);
        yield return new(Publish, HttpMethod.Post, $"{content}/publish", $$"""{ "targets": {{targets}} }""", HttpStatusCode.UnprocessableEntity);
        yield return new(Reschedule, HttpMethod.Post, $"{post}/reschedule", $"{{ {hour} }}", HttpStatusCode.UnprocessableEntity);
        yield return new(CancelPost, HttpMethod.Delete, post, """{ "reason": "A" }""", HttpStatusCode.UnprocessableEntity);
        yield return new(DropSchedule, HttpMethod.Delete, $"{content}/pending-schedule", """{ "reason": "A" }""", HttpStatusCode.UnprocessableEntity);
        yield return new(ConnectAccount, HttpMethod.Post, $"{project}/social-accounts", account, HttpStatusCode.UnprocessableEntity);
        const string webhook = "\"url\": \"https://acme.example/\", \"events\": [\"*\"], \"description\": \"A\"";
        const string webhooks = "/v1/webhook-endpoints";
        yield return new(CreateWebhook, HttpMethod.Post, webhooks, $$"""{ {{webhook}}, "projectId": "{{api.Project}}" }""", HttpStatusCode.UnprocessableEntity);
        yield return new(PatchWebhook, HttpMethod.Patch, $"{webhooks}/{api.Webhook}", $$"""{ {{webhook}}, "status": "active" }""", HttpStatusCode.UnprocessableEntity);
        yield return new(AdvanceClock, HttpMethod.Post, "/v1/test/clock", """{ "advance": "PT1H" }""", HttpStatusCode.UnprocessableEntity);
    }

    private static string DecisionsBody(BadInputFixture api) =>
        $$"""{ "decisions": [{ "id": "{{api.Pending}}", "action": "reject", "reason": "A", "ifMatch": 2 }] }""";

    /// <summary>The valid body with this text after its last field.</summary>
    public string With(string more) => $"{ValidBody[..^1]}, {more} }}";
}
