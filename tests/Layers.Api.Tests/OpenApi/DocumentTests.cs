using Layers.Api.Composition;
using System.Net;
using System.Text.Json.Nodes;
using Layers.Api.Tests.Http;
using Layers.Domain.Webhooks;
using Layers.Testing;
using Layers.Testing.OpenApi;

namespace Layers.Api.Tests.OpenApi;

public sealed class DocumentTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Document_NeedsNoKey_AndIsKeptByItsTag()
    {
        using var nobody = api.Server.Client();

        var answer = await nobody.GetJson("/openapi/v1.json");

        answer.Status.Should().Be(HttpStatusCode.OK);
        ((string?)answer.Json["openapi"]).Should().StartWith("3.1.");
        ((string?)answer.Json["info"]!["license"]!["identifier"]).Should().Be("Apache-2.0");
        var again = await nobody.GetJson("/openapi/v1.json", ("If-None-Match", answer.Header("ETag")!));
        again.Status.Should().Be(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task EveryEndpoint_IsDocumentedWithItsScope()
    {
        var documented = (await DocumentedApi.Shared).Operations
            .Where(operation => operation.Json["security"]!.ToJsonString().Contains("apiKey", StringComparison.Ordinal))
            .Select(operation => $"{operation} {(string?)operation.Json["x-required-scope"]}");

        documented.Should().BeEquivalentTo(Endpoint.All.Select(endpoint => $"{endpoint} {endpoint.Scope}".Replace(" null", " ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task EveryOperation_IsWhole()
    {
        var document = await DocumentedApi.Shared;

        document.Operations.SelectMany(operation => LacksOf(document, operation)).Should().BeEmpty();
        document.Operations.Select(operation => operation.Id).Should().OnlyHaveUniqueItems();
        document.Json["tags"]!.AsArray().Where(tag => tag!["description"] is null).Select(tag => (string?)tag!["name"])
            .Should().BeEmpty("DocumentDetails.Tags describes every feature");
    }

    [Fact]
    public async Task EveryFieldOfABody_SaysItsLimits()
    {
        var document = await DocumentedApi.Shared;
        var bodies = document.Operations.Select(operation => operation.Json["requestBody"]?["content"]?["application/json"]?["schema"]).OfType<JsonNode>();
        string[] limits = ["maxLength", "maximum", "enum", "format", "pattern", "maxItems", "$ref"];
        string[] unlimited = ["boolean", "object"];

        var lacking = from body in bodies
                      from field in document.Followed(body.AsObject())["properties"]!.AsObject()
                      let rule = field.Value!
                      where !limits.Any(limit => rule[limit] is not null || rule["items"]?[limit] is not null)
                      where !unlimited.Contains(rule["type"]?.ToJsonString().Trim('"')) && rule["oneOf"] is null
                      select $"{body["$ref"]}: {field.Key} has no limit; its rule in the validator must have a shape";
        lacking.Should().BeEmpty();
    }

    [Fact]
    public async Task Webhooks_AreAllTypesOfEvents_WithExamplesThatFit()
    {
        var document = await DocumentedApi.Shared;
        var webhooks = document.Json["webhooks"]!.AsObject();

        webhooks.Select(webhook => webhook.Key).Should().BeEquivalentTo(new Parts().Declared.Events.Select(kind => kind.Type).Append(WebhookDelivery.TestType));
        foreach (var (type, webhook) in webhooks)
        {
            var content = webhook!["post"]!["requestBody"]!["content"]!["application/json"]!;
            document.Schemas.FaultsOf(content["schema"]!, content["example"]).Should().BeEmpty(type);
        }
    }

    [Theory]
    [InlineData("content.generated", "approvalStatus", "pending")]
    [InlineData("content.failed", "status", "failed")]
    [InlineData("content.approved", "approvalStatus", "approved")]
    [InlineData("content.rejected", "approvalStatus", "rejected")]
    [InlineData("content.expiring", "approvalStatus", "pending")]
    [InlineData("post.scheduled", "status", "queued")]
    [InlineData("post.published", "status", "published")]
    [InlineData("post.failed", "status", "failed")]
    [InlineData("post.canceled", "status", "canceled")]
    public async Task Webhook_ShowsTheStateThatItTellsOf(string type, string field, string word)
    {
        var webhook = (await DocumentedApi.Shared).Json["webhooks"]![type]!;

        ((string?)webhook["post"]!["requestBody"]!["content"]!["application/json"]!["example"]!["data"]![field]).Should().Be(word);
    }

    [Fact]
    public async Task EverySchemaOfAnObject_HasItsName_AndStandsOnlyThere()
    {
        var document = await DocumentedApi.Shared;
        var schemas = document.Json["components"]!["schemas"]!.AsObject();

        schemas.SelectMany(schema => Nested(schema.Value!).Where(IsObject).Select(inner => inner.GetPath())).Should().BeEmpty();
    }

    [Fact]
    public async Task WhatIsLeftOutWhenItIsNull_IsNeverNull()
    {
        var schemas = (await DocumentedApi.Shared).Json["components"]!["schemas"]!;

        foreach (var field in new[] { schemas["Approval"]!["properties"]!["pendingSchedulePromotion"]!, schemas["ErrorBody"]!["properties"]!["details"]! })
            field.ToJsonString().Should().Contain("$ref").And.NotContain("null");
    }

    private static IEnumerable<JsonNode> Nested(JsonNode node) =>
        node switch
        {
            JsonObject o => o.Select(pair => pair.Value).OfType<JsonNode>().SelectMany(inner => Nested(inner).Prepend(inner)),
            JsonArray list => list.OfType<JsonNode>().SelectMany(inner => Nested(inner).Prepend(inner)),
            _ => [],
        };

    private static bool IsObject(JsonNode node) => node is JsonObject o && o["properties"] is JsonObject && o["type"] is not null;

    private static IEnumerable<string> LacksOf(DocumentedApi document, DocumentedOperation operation)
    {
        var json = operation.Json;
        if (operation.Id.Length == 0)
            yield return $"{operation} has no [Operation] name";
        if (string.IsNullOrEmpty((string?)json["summary"]))
            yield return $"{operation} has no <summary>";
        foreach (var parameter in json["parameters"]?.AsArray() ?? [])
        {
            if (parameter!["description"] is null && parameter["schema"]!["enum"] is null && parameter["schema"]!["items"]?["enum"] is null && parameter["example"] is null)
                yield return $"{operation}: its parameter {parameter["name"]} says nothing of itself";
        }

        if (json["requestBody"]?["content"]?["application/json"] is { } body && body["examples"] is null)
            yield return $"{operation}: its body has no example; put one into src/Layers.Api/OpenApi/Examples/{NameOf(body)}.json";
        foreach (var (status, answer) in json["responses"]!.AsObject())
        {
            if (document.Followed(answer!.AsObject())["content"]?["application/json"] is { } content && content["examples"] is not JsonObject { Count: > 0 })
                yield return $"{operation}: its answer {status} has no example; put one into src/Layers.Api/OpenApi/Examples, named as its type";
        }
    }

    private static string? NameOf(JsonNode content) => ((string?)content["schema"]?["$ref"])?.Split('/')[^1];
}
