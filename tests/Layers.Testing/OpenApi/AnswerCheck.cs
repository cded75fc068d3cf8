using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Layers.Testing.OpenApi;

/// <summary>Lets no answer pass that the document does not know: its status, its headers, and every key of its body.</summary>
public sealed class AnswerCheck(Task<DocumentedApi> api, HttpMessageHandler? inner = null) : DelegatingHandler(inner ?? new HttpClientHandler())
{
    private const string Json = "application/json";

    /// <summary>What Kestrel refuses by itself never reaches us: such answers have no request id and no envelope.</summary>
    private static readonly int[] Kestrels = [400, 408, 413, 414, 431, 505];

    private static readonly string[] Undocumented = ["/docs", "/openapi/"];

    /// <summary>Headers that mean something to a caller, and so must be documented where they are sent.</summary>
    private static readonly string[] Headers =
        ["ETag", "Location", "Retry-After", "Preference-Applied", "WWW-Authenticate", "Idempotency-Replayed"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var (status, path) = ((int)response.StatusCode, request.RequestUri!.AbsolutePath);
        var isPreflight = request.Headers.Contains("Access-Control-Request-Method") && status == 204;
        var isKestrels = !response.Headers.Contains("X-Request-Id") && Kestrels.Contains(status);
        if (isPreflight || isKestrels || Undocumented.Any(prefix => path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            return response;

        var body = IsJson(response.Content.Headers.ContentType) ? await response.Content.ReadAsStringAsync(cancellationToken) : "";
        var faults = FaultsOf(await api, request.Method.Method, path, response, body);
        return faults.Count == 0
            ? response
            : throw new UndocumentedAnswerException(
                $"{request.Method} {path} answered {status}, and the document says otherwise: {string.Join("; ", faults)}. It answered: {body}");
    }

    private static List<string> FaultsOf(DocumentedApi api, string method, string path, HttpResponseMessage response, string body)
    {
        var status = (int)response.StatusCode;
        var found = api.At(path);
        var documented = method == "HEAD" ? "GET" : method;
        var operation = found.FirstOrDefault(operation => operation.Method == documented);
        if (operation is null)
            return FaultsOfNoOperation(api, found.Count == 0 ? 404 : 405, status, body);
        if (api.AnswerOf(operation, status) is not { } answer)
            return [$"{operation.Id} has no answer {status}; say it with [ProducesResponseType] or [Refuses]"];
        return [.. FaultsOfHeaders(api, operation, answer, response), .. method == "HEAD" ? [] : FaultsOfBody(api, answer, response.Content.Headers, body)];
    }

    private static List<string> FaultsOfNoOperation(DocumentedApi api, int expected, int status, string body)
    {
        if (status != expected)
            return [$"nothing is documented there, which is {expected}"];
        return body.Length == 0 ? [] : [.. api.Schemas.FaultsOf(api.Json["components"]!["schemas"]!["Error"]!, JsonNode.Parse(body))];
    }

    private static IEnumerable<string> FaultsOfHeaders(DocumentedApi api, DocumentedOperation operation, JsonObject answer, HttpResponseMessage response)
    {
        var documented = answer["headers"]?.AsObject() ?? [];
        // What was said before an operation failed has been said: ETag of what it found, Preference-Applied of a wait.
        var answers = response.IsSuccessStatusCode ? [] : operation.Json["responses"]!.AsObject();
        var before = answers.SelectMany(one => (JsonObject?)one.Value!["headers"] ?? []).Select(header => header.Key);
        foreach (var name in Headers.Where(name => response.Headers.Contains(name) && !documented.ContainsKey(name) && !before.Contains(name)))
            yield return $"the header {name} is not documented";
        foreach (var (name, header) in documented)
        {
            var isRequired = (bool?)api.Followed(header!.AsObject())["required"] == true;
            if (isRequired && !response.Headers.Contains(name))
                yield return $"the header {name} is missing";
        }
    }

    private static IEnumerable<string> FaultsOfBody(DocumentedApi api, JsonObject answer, HttpContentHeaders headers, string body)
    {
        var contents = answer["content"]?.AsObject();
        if (!IsJson(headers.ContentType))
        {
            var isKnown = contents is null || contents.ContainsKey("*/*") || contents.ContainsKey(headers.ContentType?.MediaType ?? "");
            return isKnown ? [] : [$"its type is {headers.ContentType}"];
        }

        return contents?[Json]?["schema"] is { } schema
            ? api.Schemas.FaultsOf(schema, JsonNode.Parse(body))
            : ["no body is documented; say its type with [ProducesResponseType<T>]"];
    }

    private static bool IsJson(MediaTypeHeaderValue? type) => type?.MediaType == Json;
}

public sealed class UndocumentedAnswerException(string message) : Exception(message);
