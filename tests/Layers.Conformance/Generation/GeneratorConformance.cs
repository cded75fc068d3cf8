using Layers.Application.Generation;
using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Conformance.Generation;

/// <summary>What the server relies on in a generator. Inherit it, and give it a fixture whose server has the generator.</summary>
/// <param name="api">The server.</param>
/// <param name="generator">The name of its <see cref="GeneratorKind"/>.</param>
public abstract partial class GeneratorConformance(ApiFixture api, string generator)
{
    protected ApiFixture Api { get; } = api;

    /// <summary>Where the generator keeps what it works on; null when it writes no files.</summary>
    protected virtual string? WorkFolder => null;

    private IGenerator Generator => Api.Server.Services.GetRequiredService<GeneratorCatalog>().Find(generator)
        ?? throw new InvalidOperationException($"The fixture's server has no generator \"{generator}\".");

    /// <summary>Makes an order that the generator can carry out.</summary>
    protected virtual GenerationOrder Possible(GenerationOrder order) => order;

    /// <summary>Makes an order that the generator cannot carry out; null when it can carry out every order.</summary>
    protected virtual GenerationOrder? Impossible(GenerationOrder order) => null;

    /// <summary>An order whose container waits for it.</summary>
    private async Task<GenerationOrder> Ordered(ContentFormat format)
    {
        const string hook = "Your first 30 days of running.";
        var project = await Api.Given.Project();
        return Possible(new GenerationOrder
        {
            Id = Id.New<JobId>(Api.Clock.GetCurrentInstant()),
            Organization = Api.Given.OrganizationId,
            Project = Parse<ProjectId>(project),
            Container = Parse<ContainerId>(await Api.Given.Queued(project, format, hook)),
            Format = format,
            Hook = hook,
            Slides = ["One.", "Two."],
        });
    }

    private Task<GenerationOrder> Ordered() => Ordered(Generator.Kind.Formats[0]);

    private Task<GenerationOutcome> Generate(GenerationOrder order, Heard? heard = null, CancellationToken cancellationToken = default) =>
        Generator.Generate(order, heard ?? new Heard(), cancellationToken);

    private Task<ContainerStatus> Run(GenerationOrder order, IProgress<GenerationProgress>? progress = null) =>
        Api.Server.Send(new RunGeneration(generator, order, progress), Api.Given.OrganizationId);

    private static GeneratedContent ShouldBeMade(GenerationOutcome outcome) =>
        outcome.Should().BeOfType<GenerationOutcome.Made>("Possible() makes an order that the generator can carry out").Subject.Content;

    /// <summary>Names of the container's files in the store.</summary>
    private async Task<List<string>> FilesOf(ContainerId container)
    {
        var names = new List<string>();
        foreach (var prefix in MediaNames.PrefixesOf(container))
        {
            await foreach (var file in Api.Server.Services.GetRequiredService<IMediaStore>().List(prefix, CancellationToken.None))
                names.Add(file.Name);
        }

        return names;
    }

    private static TId Parse<TId>(string text)
        where TId : struct, IId<TId> => Id.TryParse<TId>(text, out var id) ? id : throw new FormatException(text);
}
