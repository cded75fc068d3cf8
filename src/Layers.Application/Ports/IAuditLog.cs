using Layers.Domain;
using NodaTime;

namespace Layers.Application.Ports;

/// <summary>The record of every write. Rows can be added and read, never changed.</summary>
public interface IAuditLog
{
    /// <summary>Adds one row, by the present caller, to the present transaction.</summary>
    void Append(AuditEntry entry) => Append([entry]);

    /// <summary>Adds one row each, in as few statements as possible.</summary>
    void Append(IReadOnlyList<AuditEntry> entries);

    /// <summary>Adds one row, by the operator at the machine, to the log of an organization from which no request comes yet.</summary>
    void AppendByOperator(OrganizationId organization, AuditEntry entry);
}

/// <param name="Type">What happened: <c>content.approved</c>.</param>
/// <param name="Data">What is needed to understand it later: before and after, note, revision. Serialized as JSON.</param>
public sealed record AuditEntry(string Type, Instant At, ProjectId? Project, object Data);
