using System.Text.Json;
using NodaTime;

namespace Layers.Domain.Projects;

public enum ProjectStatus
{
    Active,
    Archived,
}

/// <summary>One customer's space inside an organization: containers, policy and accounts belong to it.</summary>
public sealed class Project(ProjectState state)
{
    public const int LongestName = 128;

    public const int LongestExternalId = 255;

    public const int LargestMetadataBytes = 8_192;

    /// <summary>What it has become; saving stores it.</summary>
    public ProjectState State { get; private set; } = state;

    public ProjectId Id => State.Id;

    public OrganizationId Organization => State.Organization;

    public string Name => State.Name;

    public string? CustomerExternalId => State.CustomerExternalId;

    public string Timezone => State.Timezone;

    public string Metadata => State.Metadata;

    public Instant CreatedAt => State.CreatedAt;

    public Instant UpdatedAt => State.UpdatedAt;

    public Instant? ArchivedAt => State.ArchivedAt;

    public ProjectStatus Status => State.Status;

    /// <summary>The refusal that every write on an archived project meets.</summary>
    public static DomainException Archived() =>
        DomainException.Conflict("Project is archived.", "status", ProjectStatus.Archived.ToWord());

    /// <summary>Applies what was given. Returns whether anything changed. An archived project refuses.</summary>
    public bool Change(ProjectChange change, Instant now)
    {
        DemandActive();
        var changed = State with
        {
            Name = change.Name ?? Name,
            Timezone = change.Timezone ?? Timezone,
            CustomerExternalId = change.SetsExternalId ? change.CustomerExternalId : CustomerExternalId,
            Metadata = change.Metadata is { } metadata && !IsSameJson(metadata, Metadata) ? metadata : Metadata,
        };
        if (changed == State)
            return false;

        State = changed with { UpdatedAt = now };
        return true;
    }

    /// <summary>Closes the project to every further write. Archiving again changes nothing and returns false.</summary>
    public bool Archive(Instant now)
    {
        if (Status == ProjectStatus.Archived)
            return false;
        State = State with { ArchivedAt = now, UpdatedAt = now };
        return true;
    }

    /// <summary>Throws <see cref="ErrorKind.Conflict"/> when the project is archived.</summary>
    public void DemandActive()
    {
        if (Status == ProjectStatus.Archived)
            throw Archived();
    }

    // White space and the order of the keys mean nothing in JSON.
    private static bool IsSameJson(string left, string right)
    {
        using var leftDocument = JsonDocument.Parse(left);
        using var rightDocument = JsonDocument.Parse(right);
        return JsonElement.DeepEquals(leftDocument.RootElement, rightDocument.RootElement);
    }
}

/// <summary>What a caller asks to change; null leaves a setting, save the external id, which says by itself whether it was given.</summary>
public sealed record ProjectChange(string? Name, string? Timezone, bool SetsExternalId, string? CustomerExternalId, string? Metadata);
