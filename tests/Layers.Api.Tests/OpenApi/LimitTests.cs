using System.Net;
using System.Text.Json.Nodes;
using Layers.Api.Tests.Http;
using Layers.Domain.Keys;
using Layers.Testing;
using Layers.Testing.OpenApi;

namespace Layers.Api.Tests.OpenApi;

/// <summary>The limits that the document names are those of the server: what breaks one is refused, and what just keeps it is not.</summary>
public sealed class LimitTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    /// <summary>Fields that may be refused for more than their own limit, and why.</summary>
    private static readonly Dictionary<string, string> MoreThanALimit = new()
    {
        ["files[0].sizeBytes"] = "an image has less room than a video",
        ["settings.url"] = "a relay cannot do without it, and the sandbox can",
        ["firstN"] = "review_first_n cannot do without it, and the others refuse it",
        ["decisions[0].reason"] = "an approval refuses it",
        ["files"] = "copies of one file may be too few or of the wrong kind for a slideshow",
    };

    public static TheoryData<string> EndpointsWithBody => Endpoint.Names(endpoint => endpoint.TakesBody);

    public static TheoryData<string> Lists => Endpoint.Names(endpoint => endpoint.Method == HttpMethod.Get);

    [Theory]
    [MemberData(nameof(EndpointsWithBody))]
    public async Task Body_BeyondADocumentedLimit_IsRefused(string name)
    {
        var (document, operation, given) = await The(name);
        var scene = await OperationScene.For(operation, given);
        var faultStatus = name == "PATCH /v1/projects/{projectId}/approval-policy" ? HttpStatusCode.BadRequest : HttpStatusCode.UnprocessableEntity;
        foreach (var trial in TrialsOf(document, operation, scene).Where(trial => !trial.IsAllowed))
        {
            var answer = await scene.Send(trial.Body);

            answer.Status.Should().Be(faultStatus, $"{trial.Path} {trial.What} is against the document, but: {answer.Body}");
            PathsOf(answer).Should().Contain(trial.Path, $"{trial.Path} {trial.What}: {answer.Body}");
        }
    }

    [Theory]
    [MemberData(nameof(EndpointsWithBody))]
    public async Task Body_JustWithinADocumentedLimit_IsNotRefusedForIt(string name)
    {
        var (document, operation, given) = await The(name);
        var trials = TrialsOf(document, operation, await OperationScene.For(operation, given)).Where(trial => trial.IsAllowed && !MoreThanALimit.ContainsKey(trial.Path));
        foreach (var trial in trials)
        {
            var scene = await OperationScene.For(operation, given);

            var answer = await scene.Send(scene.WithIdsOfTheScene(trial.Body));

            PathsOf(answer).Should().NotContain(trial.Path, $"{trial.Path} {trial.What} is within the document, but: {answer.Body}");
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Query_BeyondADocumentedLimit_IsRefused(string name)
    {
        var (_, operation, given) = await The(name);
        foreach (var parameter in (operation.Json["parameters"]?.AsArray() ?? []).Where(parameter => (string?)parameter!["in"] == "query"))
        {
            var scene = await OperationScene.For(operation, given);
            foreach (var value in Values.Beyond(parameter!["schema"]!.AsObject()).Select(value => (value as JsonArray)?[0] ?? value))
            {
                var answer = await scene.SendQuery($"{parameter["name"]}={value}");

                answer.ShouldBeError(HttpStatusCode.UnprocessableEntity, "VALIDATION");
                PathsOf(answer).Should().Contain((string)parameter["name"]!, answer.Body);
            }
        }
    }

    private async Task<(DocumentedApi Document, DocumentedOperation Operation, Given Given)> The(string name)
    {
        var document = await DocumentedApi.Shared;
        var given = Endpoint.Named(name).IsForTestOrganizations ? await Given.Organization(api.Server, OrganizationEnvironment.Test) : api.Given;
        return (document, document.Operations.Single(operation => operation.ToString() == name), given);
    }

    private static IEnumerable<Trial> TrialsOf(DocumentedApi document, DocumentedOperation operation, OperationScene scene)
    {
        var bodies = OperationScene.BodiesOf(operation).OfType<JsonNode>().ToList();
        bodies.Should().NotBeEmpty($"the body of {operation} has an example in src/Layers.Api/OpenApi/Examples, named after its type");
        var fullest = bodies.MaxBy(body => body.ToJsonString().Length);
        var schema = document.Followed(operation.Json["requestBody"]!["content"]!["application/json"]!["schema"]!.AsObject());
        return Trials.Of(document, schema, scene.WithIdsOfTheScene(fullest)!);
    }

    private static IEnumerable<string?> PathsOf(Answer answer) =>
        answer.Json["error"]?["details"]?["issues"] is JsonArray issues ? issues.Select(issue => (string?)issue!["path"]) : [];
}
