using System.Text.Json.Nodes;
using Layers.Api.Tests.Http;
using Layers.Domain.Keys;
using Layers.Testing;
using Layers.Testing.OpenApi;

namespace Layers.Api.Tests.OpenApi;

/// <summary>What the document shows can be sent as it stands, and what it says comes back does.</summary>
public sealed class ExampleTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    public static TheoryData<string> Endpoints => Endpoint.Names();

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Examples_AreAnsweredAsDocumented(string name)
    {
        var document = await DocumentedApi.Shared;
        var operation = document.Operations.Single(operation => operation.ToString() == name);
        var given = await GivenFor(Endpoint.Named(name));
        foreach (var body in OperationScene.BodiesOf(operation))
        {
            var scene = await OperationScene.For(operation, given);

            var answer = await scene.Send(scene.WithIdsOfTheScene(body));

            ((int)answer.Status).Should().BeInRange(200, 299, $"{body?.ToJsonString()} was answered with {answer.Body}");
            var examples = document.AnswerOf(operation, (int)answer.Status)!["content"]!["application/json"]!["examples"]!.AsObject();
            examples.Select(example => KeysOf(example.Value!["value"]!)).Should().Contain(KeysOf(answer.Json), answer.Body);
        }
    }

    [Fact]
    public async Task Lines_AreRowsAsDocumented()
    {
        var document = await DocumentedApi.Shared;
        await api.Given.Pending();

        var answer = await api.Client.GetJson("/v1/audit-log?limit=5", ("Accept", "application/x-ndjson"));

        var operation = document.Operations.Single(operation => operation.Id == "listAuditLog");
        var schema = document.AnswerOf(operation, 200)!["content"]!["application/x-ndjson"]!["schema"]!;
        var lines = answer.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(5);
        lines.SelectMany(line => document.Schemas.FaultsOf(schema, JsonNode.Parse(line))).Should().BeEmpty();
    }

    [Fact]
    public async Task Examples_FitTheirSchemas()
    {
        var document = await DocumentedApi.Shared;
        var contents = document.Operations.SelectMany(operation => ContentsOf(document, operation)).ToList();

        var faults = from content in contents
                     from example in content.Json["examples"]?.AsObject() ?? []
                     from fault in document.Schemas.FaultsOf(content.Json["schema"]!, example.Value!["value"])
                     select $"{content.Place}, {example.Key}: {fault}";
        faults.Should().BeEmpty();
        contents.Should().HaveCountGreaterThan(Endpoint.All.Count);
    }

    private static IEnumerable<(string Place, JsonObject Json)> ContentsOf(DocumentedApi document, DocumentedOperation operation)
    {
        if (operation.Json["requestBody"]?["content"]?["application/json"] is JsonObject body)
            yield return ($"{operation.Id} request", body);
        foreach (var (status, answer) in operation.Json["responses"]!.AsObject())
        {
            if (document.Followed(answer!.AsObject())["content"]?["application/json"] is JsonObject content)
                yield return ($"{operation.Id} {status}", content);
        }
    }

    private async Task<Given> GivenFor(Endpoint endpoint) =>
        endpoint.IsForTestOrganizations ? await Given.Organization(api.Server, OrganizationEnvironment.Test) : api.Given;

    private static string KeysOf(JsonNode value) => string.Join(' ', value.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal));
}
