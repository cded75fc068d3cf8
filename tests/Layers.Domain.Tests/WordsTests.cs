using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Domain.Keys;
using Layers.Domain.Projects;
using Layers.Domain.RateLimits;

namespace Layers.Domain.Tests;

public sealed class WordsTests
{
    [Fact]
    public void Words_AreThoseOfTheContract()
    {
        Words.All<ContainerStatus>().Should().Equal("queued", "processing", "completed", "failed", "canceled");
        Words.All<ApprovalStatus>().Should().Equal("not_required", "pending", "approved", "rejected");
        Words.All<CreativeType>().Should().Equal("generated", "uploaded");
        Words.All<ContentFormat>().Should().Equal("slideshow-builder", "ugc-remix", "video-remix", "slideshow-remix");
        Words.All<DecisionSource>().Should().Equal("person", "agent", "service", "timeout");
        Words.All<ActorType>().Should().Equal("person", "agent", "service", "system");
        Words.All<RateLimitTier>().Should().Equal("standard", "pilot", "partner", "internal");
        Words.All<EndpointClass>().Should().Equal("read-light", "write-light", "long-running");
        Words.All<OrganizationEnvironment>().Should().Equal("live", "test");
        Words.All<ProjectStatus>().Should().Equal("active", "archived");
        Words.All<ApiKeyStatus>().Should().Equal("active", "killed", "deleted");
        Words.All<ReviewMode>().Should().Equal("auto_approve", "review_first_n", "review_all");
    }

    [Fact]
    public void EveryWord_ReadsBackAsItsValue()
    {
        foreach (var format in Enum.GetValues<ContentFormat>())
        {
            Words.Parse<ContentFormat>(format.ToWord()).Should().Be(format);
            Words.TryParse<ContentFormat>(format.ToWord(), out var parsed).Should().BeTrue();
            parsed.Should().Be(format);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("NotRequired")]
    [InlineData("NOT_REQUIRED")]
    [InlineData("not-required")]
    [InlineData(" pending")]
    [InlineData("pending,approved")]
    public void EverythingElse_IsNoWord(string? word) => Words.TryParse<ApprovalStatus>(word, out _).Should().BeFalse();
}
