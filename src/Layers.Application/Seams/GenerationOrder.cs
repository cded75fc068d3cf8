using Layers.Domain;
using Layers.Domain.Content;

namespace Layers.Application.Seams;

/// <summary>What a generator is to make. What was not asked for is null or empty; later versions may ask for more.</summary>
public sealed record GenerationOrder
{
    /// <summary>The same in every run of the order.</summary>
    public required JobId Id { get; init; }

    /// <summary>The caller's. <see cref="Generation.RunGeneration"/> sets it.</summary>
    public OrganizationId Organization { get; init; }

    /// <summary>The container's. <see cref="Generation.RunGeneration"/> sets it.</summary>
    public ProjectId Project { get; init; }

    /// <summary>The container that is waiting for the files.</summary>
    public required ContainerId Container { get; init; }

    /// <summary>One of those that the generator makes.</summary>
    public required ContentFormat Format { get; init; }

    /// <summary>The sentence that everything begins with.</summary>
    public string? Hook { get; init; }

    /// <summary>The texts of the slides, in their order.</summary>
    public IReadOnlyList<string> Slides { get; init; } = [];

    /// <summary>The caption that was asked for. A generator that writes its own returns it with its files.</summary>
    public string? Caption { get; init; }

    public string? CallToAction { get; init; }

    public GenerationBrand? Brand { get; init; }

    /// <summary>The account that it is made for.</summary>
    public SocialAccountId? SocialAccount { get; init; }

    /// <summary>As the caller calls them; it means nothing here.</summary>
    public string? InfluencerId { get; init; }

    /// <summary>The container whose film is to be remixed.</summary>
    public ContainerId? Source { get; init; }
}

/// <summary>How it is to look. Colors are written <c>#rrggbb</c>.</summary>
public sealed record GenerationBrand(string? Background = null, string? Foreground = null, string? Accent = null, string? Font = null);
