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
        new(StartUpload, "files", Kind.Array),
        new(StartUpload, "grouping", Kind.Text, MayBeAbsent: true),
        new(StartUpload, "files[0].filename", Kind.Text),
        new(StartUpload, "files[0].contentType", Kind.Text),
        new(StartUpload, "files[0].sizeBytes", Kind.WholeNumber),
        new(FinalizeUpload, "caption", Kind.Text),
        new(Approve, "note", Kind.Text, MayBeAbsent: true, MayBeNull: true),
        new(Reject, "reason", Kind.Text),
        new(CorrectCaption, "caption", Kind.Text),
    ];

    private static readonly (Kind Kind, string Json)[] Values =
    [
        (Kind.Text, "\"zq7\""), (Kind.Text, "\"5\""), (Kind.Text, "\"true\""), (Kind.Text, "\"\""),
        (Kind.WholeNumber, "5"), (Kind.WholeNumber, "0"), (Kind.Fraction, "5.5"), (Kind.Fraction, "5.0"), (Kind.Fraction, "1e3"),
        (Kind.Fraction, "99999999999999999999"), (Kind.Fraction, "-99999999999999999999"), (Kind.Fraction, "1e400"),
        (Kind.Flag, "true"), (Kind.Flag, "false"),
        (Kind.Array, "[]"), (Kind.Array, "[\"zq7\"]"), (Kind.Array, "[[]]"),
        (Kind.Object, "{}"), (Kind.Object, "{ \"zq7\": \"zq7\" }"),
    ];

    public enum Kind
    {
        Text,
        Flag,
        WholeNumber,
        Fraction,
        Array,
        Object,
    }

    public static TheoryData<string, string, string> ValuesOfAnotherType() =>
        Cases(from field in Fields
              from value in Values
              where value.Kind != field.Kind
              select (field, value.Json));

    public static TheoryData<string, string, string> Nulls() =>
        Cases(from field in Fields where !field.MayBeNull select (field, "null"));

    public static TheoryData<string, string, string> Absences() =>
        Cases(from field in Fields where !field.MayBeAbsent select (field, ""));

    [Theory]
    [MemberData(nameof(ValuesOfAnotherType))]
    [MemberData(nameof(Nulls))]
    [MemberData(nameof(Absences))]
    public async Task Field_OfAnotherTypeOrNullOrAbsent_IsTheOneIssue(string endpoint, string field, string json)
    {
        var answer = await api.Refused(endpoint, BodyWith(api[endpoint].ValidBody, field, json));

        answer.ShouldHaveIssues(api[endpoint].FaultStatus, field);
        ((string)answer.Json["error"]!["message"]!).Should().StartWith(field);
    }

    [Theory]
    [InlineData("[5]")]
    [InlineData("[\"zq7\"]")]
    [InlineData("[[]]")]
    [InlineData("[null]")]
    [InlineData("[true, { \"filename\": \"zq7\" }]")]
    [InlineData("[{ \"filename\": \"a.jpg\", \"contentType\": \"image/jpeg\", \"sizeBytes\": 5 }, null]")]
    public async Task Files_ThatAreNoObjects_AreOneIssue(string files) =>
        (await api.Refused(StartUpload, $$"""{ "files": {{files}} }""")).ShouldHaveIssues(api[StartUpload].FaultStatus, "files");

    private static TheoryData<string, string, string> Cases(IEnumerable<(Field Field, string Json)> cases)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (field, json) in cases)
            data.Add(field.Endpoint, field.Path, json);
        return data;
    }

    /// <summary>An empty text takes the field away.</summary>
    private static string BodyWith(string body, string path, string json)
    {
        var root = JsonNode.Parse(body)!.AsObject();
        var parent = path.StartsWith("files[0].", StringComparison.Ordinal) ? root["files"]![0]!.AsObject() : root;
        var name = path.Split('.')[^1];
        if (json.Length == 0)
            parent.Remove(name);
        else
            parent[name] = JsonNode.Parse(json);
        return root.ToJsonString();
    }

    private sealed record Field(string Endpoint, string Path, Kind Kind, bool MayBeAbsent = false, bool MayBeNull = false);
}
