using System.Reflection;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace Layers.Api.OpenApi;

/// <summary>How an operation may be refused. Most of it follows from its method, route, scope and body; the rest it says with <see cref="RefusesAttribute"/>.</summary>
internal static class Refusals
{
    public static IReadOnlyList<Refusal> Of(ApiDescription description)
    {
        var action = new Action(description);
        return [.. new[] { OfEverybody(action), OfCallers(action), OfRequests(action), OfChanges(action), OfItsOwn(action) }.SelectMany(refusals => refusals).DistinctBy(refusal => (refusal.Status, refusal.Name))];
    }

    private static IEnumerable<Refusal> OfEverybody(Action action)
    {
        yield return new(500, "INTERNAL", "internal", "something went wrong on our side", "Something went wrong on our side; the request id finds it in our log.");
        yield return new(503, "UNAVAILABLE", "unavailable", "the database is out of reach; try again soon", "The database is out of reach; try again soon.");
        if (action.Has<AllowAnonymousAttribute>())
            yield break;
        yield return new(401, "UNAUTHENTICATED", "unauthenticated", "the key is missing, malformed or unknown", "A valid API key is needed: Authorization: Bearer lp_…");
    }

    private static IEnumerable<Refusal> OfCallers(Action action)
    {
        if (!action.TakesKey)
            yield break;
        yield return new(429, "RATE_LIMITED", "rateLimited", "the budget of this minute is used up", "This key has made its 60 write-light requests of this minute; try again in 12 s.", new { limit = 60, endpointClass = "write-light", retryAfterSeconds = 12 });
        yield return new(503, "KILL_SWITCH", "killSwitch", "the key or its organization was switched off", "This key has been switched off.", new { scope = "key" });
        if (action.Scope is { } scope)
            yield return new(403, "FORBIDDEN_SCOPE", "forbiddenScope", $"the key lacks `{scope}`", $"This key lacks the scope {scope}.", new { requiredScope = scope }, scope);
    }

    private static IEnumerable<Refusal> OfRequests(Action action)
    {
        if (action.Noun is { } noun)
            yield return new(404, "NOT_FOUND", "notFound", "there is none with this id in the organization", $"{noun} not found.", Topic: noun);
        if (action.HasFaults)
            yield return new(action.FaultStatus, "VALIDATION", "fault", "a field, parameter or header is not as it must be; all faults at once", action.Fault.Message, new { issues = new[] { new { path = action.Fault.Path, message = action.Fault.Message } } }, action.Fault.Path);
        if (!action.TakesBody)
            yield break;
        yield return new(400, "VALIDATION", "malformed", "the body is no JSON", "The body is not valid JSON, is nested too deeply, or holds a key twice.");
        yield return new(415, "UNSUPPORTED_MEDIA_TYPE", "unsupportedMediaType", "the body is not `application/json`", "The body must be application/json in UTF-8.");
    }

    private static IEnumerable<Refusal> OfChanges(Action action)
    {
        if (!action.TakesIdempotencyKey)
            yield break;
        yield return new(400, "VALIDATION", "unreadable", "the request breaks off or is no HTTP", "The request could not be read.");
        yield return new(413, "PAYLOAD_TOO_LARGE", "payloadTooLarge", $"the body is larger than {RequestBody.LargestJson:N0} bytes", "The body is larger than this address takes.");
        yield return new(409, "IDEMPOTENCY_CONFLICT", "idempotencyConflict", "the `Idempotency-Key` was used with another request", "This Idempotency-Key was used with another request.");
        yield return new(409, "CONFLICT", "stillRunning", "a request with this `Idempotency-Key` is still running", "A request with this Idempotency-Key is still running.");
        if (action.Has<ConditionalWriteAttribute>())
            yield return new(412, "REVISION_MISMATCH", "revisionMismatch", "`If-Match` is not the present revision", "The container has changed since the revision that If-Match names.", new { revision = 3 });
    }

    private static IEnumerable<Refusal> OfItsOwn(Action action)
    {
        foreach (var kind in action.Method.GetCustomAttribute<RefusesAttribute>()?.Kinds ?? [])
        {
            var known = KnownRefusals.ByKind[kind];
            yield return kind == ErrorKind.Validation ? known with { Status = action.FaultStatus } : known;
        }

        if (action.Method.GetCustomAttribute<FileBodyAttribute>()?.Answered.Contains(StatusCodes.Status206PartialContent) == true)
            yield return new(416, "VALIDATION", "range", "the range begins behind the end of the file", "The range begins behind the end of the file.");
    }

    /// <summary>What is to be seen of an action without calling it.</summary>
    private sealed class Action(ApiDescription description)
    {
        public MethodInfo Method { get; } = ((ControllerActionDescriptor)description.ActionDescriptor).MethodInfo;

        public bool TakesKey => !Has<AllowAnonymousAttribute>() && Method.GetCustomAttributes<AuthorizeAttribute>().All(authorize => authorize.AuthenticationSchemes is null);

        public string? Scope => Method.GetCustomAttribute<RequireScopeAttribute>()?.Scope;

        public bool TakesBody => Method.GetParameters().Any(parameter => parameter.GetCustomAttribute<JsonBodyAttribute>() is not null);

        public bool TakesIdempotencyKey => TakesKey && description.HttpMethod is "POST" or "PATCH" or "DELETE";

        public int FaultStatus => Method.GetCustomAttribute<FaultStatusAttribute>()?.Status ?? 422;

        public bool HasFaults => TakesIdempotencyKey || Queries.Any() || Method.GetCustomAttributes<TakesAttribute>().Any();

        public Issue Fault =>
            Queries.Any() && !TakesBody ? new Issue("limit", "limit must be a whole number from 1 to 200.")
            : new Issue("Idempotency-Key", "Idempotency-Key must be 1 to 255 visible ASCII characters.");

        public string? Noun =>
            Method.GetParameters().Select(parameter => parameter.ParameterType).LastOrDefault(type => FieldShapes.PrefixOf(type) is not null)
                ?.GetProperty(nameof(IId<ProjectId>.Noun))!.GetValue(null) as string;

        private IEnumerable<ApiParameterDescription> Queries => description.ParameterDescriptions.Where(Parameters.IsQuery);

        public bool Has<T>()
            where T : Attribute => Method.GetCustomAttribute<T>() is not null || Method.DeclaringType!.GetCustomAttribute<T>() is not null;
    }
}
