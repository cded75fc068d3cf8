using Layers.Application.Content;
using Layers.Application.Pipeline;
using Layers.Application.Seams;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;

namespace Layers.Application.Tests.Seams;

public sealed class PublisherCatalogTests
{
    [Fact]
    public void Publishers_AreFoundByTheirNames()
    {
        var (one, two) = (Named("acme-board"), Named("acme-wall"));
        var catalog = new PublisherCatalog([one, two]);

        catalog.Names.Should().Equal("acme-board", "acme-wall");
        catalog.Find("acme-wall").Should().BeSameAs(two);
        catalog.Find("acme-pigeon").Should().BeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Acme")]
    [InlineData("acme board")]
    [InlineData("9acme")]
    [InlineData("acme\n")]
    [InlineData("acme-board-with-a-name-of-33-signs")]
    public void MalformedName_IsRefused(string name) => Making(Named(name)).Should().Throw<DeclarationException>().WithMessage($"The publisher name \"{name}\" must be *");

    [Fact]
    public void SameName_Twice_IsRefused() =>
        Making(Named("acme"), Named("acme")).Should().Throw<DeclarationException>().WithMessage("The publisher acme was added before.");

    [Fact]
    public void MalformedSetting_IsRefused() =>
        Making(Named("acme", "board url")).Should().Throw<DeclarationException>().WithMessage("The setting \"board url\" of the publisher acme must be *");

    [Fact]
    public void SameSetting_Twice_IsRefused() =>
        Making(Named("acme", "url", "url")).Should().Throw<DeclarationException>().WithMessage("The publisher acme has the setting url twice.");

    private static Func<PublisherCatalog> Making(params ISocialPublisher[] publishers) => () => new PublisherCatalog(publishers);

    private static Publisher Named(string name, params string[] settings) => new(name, settings);

    private sealed class Publisher(string name, string[] settings) : ISocialPublisher
    {
        public PublisherKind Kind { get; } = new(name, "A publisher.")
        {
            Settings = [.. settings.Select(setting => new PublisherSetting(setting, "A setting.", Presence.Required, Rules.Line(most: 10)))],
        };

        public string? Compose(ScheduledPost post, SocialAccount account, StoredMedia assets) => null;

        public Task<PublishOutcome> Publish(ScheduledPost post, SocialAccount account, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
