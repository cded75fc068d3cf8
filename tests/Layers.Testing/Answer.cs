using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;

namespace Layers.Testing;

/// <summary>An HTTP answer with its body read.</summary>
public sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? ErrorCode => (string?)Json["error"]?["code"];

    public string Text(string name) => Json[name]!.GetValue<string>();

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>An error in the one envelope, with a request id that is also in the header.</summary>
    public JsonNode ShouldBeError(HttpStatusCode status, string code)
    {
        Status.Should().Be(status, Body);
        var error = Json["error"]!;
        ((string?)error["code"]).Should().Be(code);
        ((string?)error["message"]).Should().NotBeNullOrEmpty();
        ((string?)error["requestId"]).Should().MatchRegex("^req_[0-9A-HJKMNP-TV-Z]{26}$").And.Be(Header("X-Request-Id"));
        return error;
    }

    /// <summary>Exactly this error, its request id aside: <paramref name="expected"/> is what stands under <c>error</c>.</summary>
    public void ShouldBeErrorJson(HttpStatusCode status, string expected)
    {
        var error = ShouldBeError(status, (string)JsonNode.Parse(expected)!["code"]!).AsObject();
        error.Parent!.AsObject().Should().ContainSingle("nothing stands beside the error");
        error.Remove("requestId");
        error.ShouldBeJson(expected);
    }

    /// <summary>A validation error with just these faults, in any order.</summary>
    public void ShouldHaveIssues(HttpStatusCode status, params string[] paths)
    {
        var error = ShouldBeError(status, "VALIDATION");
        error["details"]!["issues"]!.AsArray().Select(issue => (string?)issue!["path"]).Should().BeEquivalentTo(paths, Body);
    }

    /// <summary>Exactly this JSON, whatever the order of its keys.</summary>
    public void ShouldBeJson(HttpStatusCode status, string expected)
    {
        Status.Should().Be(status, Body);
        Json.ShouldBeJson(expected);
    }
}

public static class JsonAssertions
{
    /// <summary>Exactly this JSON, whatever the order of its keys.</summary>
    public static void ShouldBeJson(this JsonNode actual, string expected) =>
        JsonNode.DeepEquals(actual, JsonNode.Parse(expected)).Should().BeTrue($"expected {expected}, but got {actual.ToJsonString()}");
}

/// <summary>Sending JSON and reading the answer in one word.</summary>
public static class Sending
{
    public static Task<Answer> GetJson(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.Call(HttpMethod.Get, path, content: null, headers);

    public static Task<Answer> PostJson(this HttpClient client, string path, object? body = null, params (string Name, string Value)[] headers) =>
        client.Call(HttpMethod.Post, path, Json(body), headers);

    public static Task<Answer> PatchJson(this HttpClient client, string path, object? body = null, params (string Name, string Value)[] headers) =>
        client.Call(HttpMethod.Patch, path, Json(body), headers);

    public static Task<Answer> DeleteJson(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.Call(HttpMethod.Delete, path, content: null, headers);

    public static Task<Answer> PutBytes(this HttpClient client, string address, byte[] bytes, string contentType)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return client.Call(HttpMethod.Put, address, content);
    }

    public static async Task<Answer> Call(
        this HttpClient client, HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        return new Answer(response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Text is sent as it stands, everything else as JSON; null sends no body.</summary>
    private static StringContent? Json(object? body) =>
        body is null ? null : new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
}
