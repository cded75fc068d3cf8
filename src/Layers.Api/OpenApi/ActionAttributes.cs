using Layers.Domain;
using Microsoft.OpenApi;

namespace Layers.Api.OpenApi;

/// <summary>What the operation is called in the document, and by clients made from it: it stays as it is.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OperationAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>The action sends an <c>ETag</c>, one container's revision unless it says otherwise, and 304 to a caller who has it already.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConditionalReadAttribute(string tag = ConditionalReadAttribute.Revision) : Attribute
{
    public const string Revision = "The container's revision.";

    public string Tag { get; } = tag;
}

/// <summary>The action respects <c>If-Match</c>, and returns the new revision as <c>ETag</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConditionalWriteAttribute : Attribute;

/// <summary>Refusals that do not follow from the action's method, route, scope and body.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RefusesAttribute(params ErrorKind[] kinds) : Attribute
{
    public IReadOnlyList<ErrorKind> Kinds { get; } = kinds;
}

/// <summary>A second shape of an answer that has one already.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OrAnswersAttribute(int status, Type shape) : Attribute
{
    public int Status { get; } = status;

    public Type Shape { get; } = shape;
}

/// <summary>The same rows as newline-delimited JSON, for those who accept that.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OrAnswersLinesAttribute(Type shape) : Attribute
{
    public Type Shape { get; } = shape;
}

/// <summary>A header or query parameter that the action does not declare.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class TakesAttribute(ParameterLocation place, string name, string description) : Attribute
{
    public ParameterLocation Place { get; } = place;

    public string Name { get; } = name;

    public string Description { get; } = description;

    public bool Needed { get; init; }

    public string? Example { get; init; }
}

/// <summary>A header of the answer with that status.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class SendsHeaderAttribute(int status, string name, string description) : Attribute
{
    public int Status { get; } = status;

    public string Name { get; } = name;

    public string Description { get; } = description;
}

/// <summary>A body that is a file and not JSON: sent by the caller, or answered with these statuses.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FileBodyAttribute(params int[] answered) : Attribute
{
    public IReadOnlyList<int> Answered { get; } = answered;
}
