using System.Net;
using System.Text.Json.Nodes;
using Layers.Testing;

namespace Layers.Conformance.Endpoints;

/// <summary>Bad input: every fault is listed, and nothing is left behind.</summary>
public abstract partial class EndpointConformance
{
    [Fact]
    public async Task FieldsOfAWrongType_AreListedAllAtOnce()
    {
        var wrong = (await Operation()).Fields.Where(field => WrongType(field.Value) is not null).ToDictionary(field => field.Key, field => WrongType(field.Value)!);

        if (wrong.Count > 0)
            ShouldListAll(await SendWith(wrong), wrong.Keys, "declare each field as Optional<T>, so that a wrong type is a fault of its own");
    }

    [Fact]
    public async Task FieldsThatAreTooLong_AreListedAllAtOnce()
    {
        var tooLong = (await Operation()).Fields.Where(field => field.Value["maxLength"] is not null)
            .ToDictionary(field => field.Key, field => (JsonNode)new string('x', (int)field.Value["maxLength"]! + 1));

        if (tooLong.Count > 0)
            ShouldListAll(await SendWith(tooLong), tooLong.Keys, "the validator enforces the length that the document shows");
    }

    [Fact]
    public async Task FieldsAtTheirGreatestLength_AreTaken()
    {
        var longest = (await Operation()).Fields.Where(field => field.Value["maxLength"] is not null && field.Value["pattern"] is null && field.Value["format"] is null)
            .ToDictionary(field => field.Key, field => (JsonNode)new string('x', (int)field.Value["maxLength"]!));

        if (longest.Count > 0)
            ((int)(await SendWith(longest)).Status).Should().BeInRange(200, 299, "the document says that fields may be so long");
    }

    [Fact]
    public async Task MalformedJson_Returns400()
    {
        var operation = await Operation();
        if (operation.Fields.Count == 0)
            return;
        var call = await Arrange(Api.Given);

        (await Send(Api.Client, operation, operation.PathOf(call.Ids), "{")).ShouldBeError(HttpStatusCode.BadRequest, "VALIDATION");
    }

    [Fact]
    public async Task UnknownQueryParameter_Returns422_WhereThereAreOthers()
    {
        var operation = await Operation();
        if (!operation.Parameters("query").Any())
            return;
        var call = await Arrange(Api.Given);

        var answer = await Send(Api.Client, operation, $"{operation.PathOf(call.Ids)}?zul7=1", BodyOf(call));

        ShouldListAll(answer, ["zul7"], "a misspelled filter must not return everything: declare the parameters on the action");
    }

    [Fact]
    public async Task RefusedCall_LeavesNothing()
    {
        var operation = await Operation();
        var call = await Arrange(Api.Given);
        var before = await DatabaseDigest.Take(Api.Server.Database);

        if (call.Ids.Count > 0)
            await Send(Api.Client, operation, operation.PathOf([.. call.Ids.Select(Unknown)]), BodyOf(call));
        foreach (var field in operation.Fields.Where(field => WrongType(field.Value) is not null))
            await Send(Api.Client, operation, operation.PathOf(call.Ids), new JsonObject { [field.Key] = WrongType(field.Value) }.ToJsonString());

        (await DatabaseDigest.Take(Api.Server.Database)).Should().Equal(before, "what is refused changes no row");
    }

    private static void ShouldListAll(Answer answer, IEnumerable<string> fields, string because)
    {
        answer.Status.Should().BeOneOf([HttpStatusCode.UnprocessableEntity, HttpStatusCode.BadRequest], $"{because}; it returned {answer.Body}");
        answer.ErrorCode.Should().Be("VALIDATION");
        answer.Json["error"]!["details"]!["issues"]!.AsArray().Select(issue => (string)issue!["path"]!).Should().Contain(fields, because);
    }

    /// <summary>A value that the field cannot have; null when it may have any.</summary>
    private static JsonNode? WrongType(JsonObject schema)
    {
        var types = schema["type"] switch
        {
            JsonArray several => several.Select(type => (string)type!).ToList(),
            { } one => [(string)one!],
            null => [],
        };
        return types.Count == 0 ? null : types.Contains("string") ? 5 : "zul7";
    }
}
