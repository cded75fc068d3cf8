using System.Reflection;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace Layers.Api.OpenApi;

/// <summary>
/// How an operation may be refused. Most of it follows from its method, route, scope and body; the rest it says with
/// <see cref="RefusesAttribute"/>.
/// </summary>
internal static class Refusals
{
    public static IReadOnlyList<Refusal> Of(ApiDescription description)
    {
        var action = new Action(description);
        IEnumerable<Refusal> all = [.. OfEverybody(action), .. OfCallers(action), .. OfRequests(action), .. OfChanges(action), .. OfItsOwn(action)];
        return [.. all.DistinctBy(refusal => (refusal.Status, refusal.Name))];
    }

    private static IEnumerable<Refusal> OfEverybody(Action action)
    {
        yield return KnownRefusals.Of("internal");
        yield return KnownRefusals.Of("unavailable");
        if (action.Has<AllowAnonymousAttribute>())
            yield break;
        yield return KnownRefusals.Of("unauthenticated");
        yield return KnownRefusals.Of("tooManyAtOnce");
        if (action.Writes)
            yield return KnownRefusals.Of("locked");
        yield return KnownRefusals.Of("killSwitch");
    }

    private static IEnumerable<Refusal> OfCallers(Action action)
    {
        if (!action.TakesKey)
            yield break;
        yield return KnownRefusals.Of("rateLimited");
        yield return KnownRefusals.Of("tooManyUnknownKeys");
        if (action.Scope is { } scope)
            yield return KnownRefusals.Of("forbiddenScope", scope);
    }

    private static IEnumerable<Refusal> OfRequests(Action action)
    {
        if (action.Noun is { } noun)
            yield return KnownRefusals.Of("notFound", noun);
        if (action.HasFaults)
            yield return KnownRefusals.Fault(action.FaultStatus, action.Fault);
        if (action.Writes)
            yield return KnownRefusals.Of("encoded");
        if (!action.TakesBody)
            yield break;
        yield return KnownRefusals.Of("malformed");
        yield return KnownRefusals.Of("unsupportedMediaType");
    }

    private static IEnumerable<Refusal> OfChanges(Action action)
    {
        if (!action.TakesIdempotencyKey)
            yield break;
        yield return KnownRefusals.Of("unreadable");
        yield return KnownRefusals.Of("payloadTooLarge");
        yield return KnownRefusals.Of("idempotencyConflict");
        yield return KnownRefusals.Of("stillRunning");
        if (action.Has<ConditionalWriteAttribute>())
            yield return KnownRefusals.Of("revisionMismatch");
    }

    private static IEnumerable<Refusal> OfItsOwn(Action action)
    {
        foreach (var kind in action.Method.GetCustomAttribute<RefusesAttribute>()?.Kinds ?? [])
        {
            var known = KnownRefusals.Of(kind);
            yield return kind == ErrorKind.Validation ? known with { Status = action.FaultStatus } : known;
        }

        if (action.Method.GetCustomAttribute<FileBodyAttribute>()?.Answered.Contains(StatusCodes.Status206PartialContent) != true)
            yield break;
        yield return KnownRefusals.Of("otherFile");
        yield return KnownRefusals.Of("range");
    }

    /// <summary>What is to be seen of an action without calling it.</summary>
    private sealed class Action(ApiDescription description)
    {
        public MethodInfo Method { get; } = ((ControllerActionDescriptor)description.ActionDescriptor).MethodInfo;

        public bool TakesKey => !Has<AllowAnonymousAttribute>() && Method.GetCustomAttributes<AuthorizeAttribute>().All(authorize => authorize.AuthenticationSchemes is null);

        public string? Scope => Method.GetCustomAttribute<RequireScopeAttribute>()?.Scope;

        public bool TakesBody => Method.GetParameters().Any(parameter => parameter.GetCustomAttribute<JsonBodyAttribute>() is not null);

        public bool Writes => description.HttpMethod is not ("GET" or "HEAD");

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
