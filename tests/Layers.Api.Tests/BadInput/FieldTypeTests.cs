using System.Text.Json.Nodes;
using static Layers.Api.Tests.BadInput.BodyEndpoint;

namespace Layers.Api.Tests.BadInput;

/// <summary>Every field of every body meets every JSON type that it does not take, null, and its absence.</summary>
[Collection(BadInputCollection.Name)]
public sealed class FieldTypeTests(BadInputFixture api)
{
    private static readonly Field[] Fields =
    [
        new(CreateProject, "name", Kind.Text),
        new(CreateProject, "customerExternalId", Kind.Text, MayBeAbsent: true, MayBeNull: true),
        new(CreateProject, "timezone", Kind.Text, MayBeAbsent: true),
        new(CreateProject, "metadata", Kind.Object, MayBeAbsent: true),
        new(PatchProject, "name", Kind.Text, MayBeAbsent: true),
        new(PatchProject, "customerExternalId", Kind.Text, MayBeAbsent: true, MayBeNull: true),
        new(PatchProject, "timezone", Kind.Text, MayBeAbsent: true),
        new(PatchProject, "metadata", Kind.Object, MayBeAbsent: true),
        new(PatchPolicy, "requiresApproval", Kind.Flag, MayBeAbsent: true),
        new(PatchPolicy, "firstNPostsBlocked", Kind.WholeNumber, MayBeAbsent: true, MayBeNull: true),
        new(PatchPolicy, "autoApproveAfter", Kind.Text, MayBeAbsent: true, MayBeNull: true),
        new(PreviewPolicy, "requiresApproval", Kind.Flag, MayBeAbsent: true),
        new(PreviewPolicy, "firstNPostsBlocked", Kind.WholeNumber, MayBeAbsent: true, MayBeNull: true),
        new(PreviewPolicy, "autoApproveAfter", Kind.Text, MayBeAbsent: true, MayBeNull: true),
        new(PatchReviewPolicy, "policy", Kind.Text),
        new(PatchReviewPolicy, "firstN", Kind.WholeNumber),
        new(StartUpload, "files", Kind.Array),
        new(StartUpload, "grouping", Kind.Text, MayBeAbsent: true),
        new(StartUpload, "files[0].filename", Kind.Text),
        new(StartUpload, "files[0].contentType", Kind.Text),
        new(StartUpload, "files[0].sizeBytes", Kind.WholeNumber),
        new(FinalizeUpload, "caption", Kind.Text),
        new(Approve, "note", Kind.Text, MayBeAbsent: true, MayBeNull: true),
        new(Reject, "reason", Kind.Text),
        new(Decide, "decisions", Kind.Array),
        new(Decide, "decisions[0].id", Kind.Text),
        new(Decide, "decisions[0].action", Kind.Text),
        new(Decide, "decisions[0].reason", Kind.Text),
        new(Decide, "decisions[0].ifMatch", Kind.WholeNumber, MayBeAbsent: true, MayBeNull: true),
        new(CorrectCaption, "caption", Kind.Text),
        new(Schedule, "scheduledFor", Kind.Text),
        new(Schedule, "targets", Kind.Array),
        new(Schedule, "targets[0].socialAccountId", Kind.Text),
        new(Schedule, "targets[0].mode", Kind.Text),
        new(Schedule, "targets[0].captionOverride", Kind.Text, MayBeAbsent: true, MayBeNull: true),
        new(Schedule, "targets[0].firstCommentOverride", Kind.Text, MayBeAbsent: true, MayBeNull: true),
        new(Publish, "targets", Kind.Array),
        new(Publish, "targets[0].mode", Kind.Text),
        new(Reschedule, "scheduledFor", Kind.Text),
        new(CancelPost, "reason", Kind.Text, MayBeAbsent: true, MayBeNull: true),
        new(ConnectAccount, "platform", Kind.Text),
        new(ConnectAccount, "handle", Kind.Text),
        new(ConnectAccount, "publisher", Kind.Text, MayBeAbsent: true),
        new(ConnectAccount, "settings", Kind.Object, MayBeAbsent: true, MayBeNull: true),
        new(AdvanceClock, "advance", Kind.Text),
        new(CreateWebhook, "url", Kind.Text),
        new(CreateWebhook, "events", Kind.Array),
        new(CreateWebhook, "description", Kind.Text, MayBeAbsent: true, MayBeNull: true),
        new(CreateWebhook, "projectId", Kind.Text, MayBeAbsent: true, MayBeNull: true),
        new(PatchWebhook, "url", Kind.Text, MayBeAbsent: true),
        new(PatchWebhook, "events", Kind.Array, MayBeAbsent: true),
        new(PatchWebhook, "description", Kind.Text, MayBeAbsent: true, MayBeNull: true),
        new(PatchWebhook, "status", Kind.Text, MayBeAbsent: true),
    ];

    private static readonly (Kind Kind, string Json)[] Values =
    [
        (Kind.Text, "\"zul7\""), (Kind.Text, "\"5\""), (Kind.Text, "\"true\""), (Kind.Text, "\"\""),
        (Kind.WholeNumber, "5"), (Kind.WholeNumber, "0"), (Kind.WholeNumber, "5.0"), (Kind.WholeNumber, "1e3"),
        (Kind.Fraction, "5.5"), (Kind.Fraction, "1e-1"), (Kind.Fraction, "5e-400"), (Kind.Fraction, "5.00000000000000000000000000000000000001"),
        (Kind.TooLarge, "99999999999999999999"), (Kind.TooLarge, "-99999999999999999999"), (Kind.TooLarge, "1e400"), (Kind.TooLarge, "1e999999999"),
        (Kind.Flag, "true"), (Kind.Flag, "false"),
        (Kind.Array, "[]"), (Kind.Array, "[\"zul7\"]"), (Kind.Array, "[[]]"),
        (Kind.Object, "{}"), (Kind.Object, "{ \"zul7\": \"zul7\" }"),
    ];

    public enum Kind
    {
        Text,
        Flag,
        WholeNumber,
        Fraction,
        TooLarge,
        Array,
        Object,
    }

    public static TheoryData<string, string> AllFields()
    {
        var data = new TheoryData<string, string>();
        foreach (var field in Fields)
            data.Add(field.Endpoint, field.Path);
        return data;
    }

    [Theory]
    [MemberData(nameof(AllFields))]
    public async Task Field_OfAnotherTypeOrNullOrAbsent_IsTheOneIssue(string endpoint, string path)
    {
        var field = Fields.Single(field => (field.Endpoint, field.Path) == (endpoint, path));
        var bodies = BadValuesOf(field).Select(json => BadInputFixture.Json(BodyWith(api[endpoint].ValidBody, path, json)));

        foreach (var answer in await api.RefusedAll(endpoint, bodies))
        {
            answer.ShouldHaveIssues(api[endpoint].FaultStatus, path);
            ((string)answer.Json["error"]!["message"]!).Should().StartWith(path);
        }
    }

    [Theory]
    [InlineData("[5]", "files[0]")]
    [InlineData("[\"zul7\"]", "files[0]")]
    [InlineData("[[]]", "files[0]")]
    [InlineData("[null]", "files[0]")]
    [InlineData("[true, { \"filename\": \"zul7\" }]", "files[0]", "files[1].contentType", "files[1].sizeBytes")]
    [InlineData("[{ \"filename\": \"a.jpg\", \"contentType\": \"image/jpeg\", \"sizeBytes\": 5 }, null]", "files[1]")]
    public async Task Files_ThatAreNotObjects_AreNamedOneByOne(string files, params string[] paths) =>
        (await api.Refused(StartUpload, $$"""{ "files": {{files}} }""")).ShouldHaveIssues(api[StartUpload].FaultStatus, paths);

    /// <summary>An empty text stands for the field's absence.</summary>
    private static IEnumerable<string> BadValuesOf(Field field) =>
    [
        .. from value in Values where value.Kind != field.Kind select value.Json,
        .. field.MayBeNull ? Array.Empty<string>() : ["null"],
        .. field.MayBeAbsent ? Array.Empty<string>() : [""],
    ];

    private static string BodyWith(string body, string path, string json)
    {
        var root = JsonNode.Parse(body)!.AsObject();
        var names = path.Split("[0].");
        var (parent, name) = (names.Length == 1 ? root : root[names[0]]![0]!.AsObject(), names[^1]);
        if (json.Length == 0)
            parent.Remove(name);
        else
            parent[name] = JsonNode.Parse(json);
        return root.ToJsonString();
    }

    private sealed record Field(string Endpoint, string Path, Kind Kind, bool MayBeAbsent = false, bool MayBeNull = false);
}
