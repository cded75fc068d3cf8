using System.Reflection;

namespace Layers.Application.Seams;

/// <summary>Something that a key may do.</summary>
/// <param name="Name">Like <c>content:read</c>.</param>
/// <param name="IsInAll">
/// Whether <c>*</c> grants it. Keys that exist already have <c>*</c>, and nobody who made one knew of this scope: unless it is harmless, it has to be named.
/// </param>
public sealed record Scope(string Name, bool IsInAll = false);

/// <summary>A schema and the assembly that has its migrations.</summary>
public sealed record MigrationSource(Assembly Assembly, string Name);

/// <param name="Request">An <c>IRequest&lt;int&gt;</c> with a constructor without parameters.</param>
public sealed record WorkerDeclaration(Type Request, WorkerSchedule Schedule);

/// <summary>When a worker looks for work.</summary>
/// <param name="Pause">How long to wait when there is nothing to do.</param>
public sealed record WorkerSchedule(TimeSpan Pause)
{
    /// <summary>Whether to wait as long when there was something but no backlog, so that a steady trickle is taken up in batches and not piece by piece.</summary>
    public bool Gathers { get; init; }

    /// <summary>How long to wait before the first look: a server that starts should first respond to requests.</summary>
    public TimeSpan AtStart { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether it does what is due at an hour: a node whose clock is too far off leaves that to others.</summary>
    public bool IsByTheHour { get; init; }

    /// <summary>Whether it also runs on a node on which workers are switched off, since no other node can do it.</summary>
    public bool RunsOnEveryNode { get; init; }
}
