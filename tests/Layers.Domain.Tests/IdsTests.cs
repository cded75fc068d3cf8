using NodaTime;

namespace Layers.Domain.Tests;

public sealed class IdsTests
{
    private const string Uuid = "a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70";

    [Fact]
    public void EachKind_HasItsPrefix()
    {
        var value = Guid.Parse(Uuid);

        new OrganizationId(value).ToString().Should().Be($"org_{Uuid}");
        new ApiKeyId(value).ToString().Should().Be($"key_{Uuid}");
        new ProjectId(value).ToString().Should().Be($"prj_{Uuid}");
        new ContainerId(value).ToString().Should().Be($"cnt_{Uuid}");
        new EventId(value).ToString().Should().Be($"evt_{Uuid}");
    }

    [Theory]
    [InlineData("cnt_a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70")]
    [InlineData("a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70")]
    [InlineData("cnt_A3F8C2D1-7B4E-4F0A-9C6D-2E1B5A8F3C70")]
    [InlineData("CNT_A3F8C2D1-7B4E-4F0A-9C6D-2E1B5A8F3C70")]
    [InlineData("a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3C70")]
    public void PrefixedFormAndBareUuid_AreReadInAnyCase(string text)
    {
        Id.TryParse<ContainerId>(text, out var id).Should().BeTrue();
        id.ToString().Should().Be($"cnt_{Uuid}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cnt_")]
    [InlineData("prj_a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70")]
    [InlineData("cnt_cnt_a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70")]
    [InlineData("cnt_a3f8c2d17b4e4f0a9c6d2e1b5a8f3c70")]
    [InlineData("{a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70}")]
    [InlineData(" a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70")]
    [InlineData("a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70\n")]
    [InlineData("0xf8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70")]
    [InlineData("+3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70")]
    [InlineData("g3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70")]
    [InlineData("cnt_a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c7")]
    public void EverythingElse_IsNoId(string? text) => Id.TryParse<ContainerId>(text, out _).Should().BeFalse();

    [Fact]
    public void NewIds_AreVersion7AndSortByTime()
    {
        var now = Instant.FromUtc(2026, 4, 18, 9, 40, 12);

        var ids = Enumerable.Range(0, 20).Select(minute => Id.New<ContainerId>(now + Duration.FromMinutes(minute)).ToString()).ToList();

        ids.Should().OnlyHaveUniqueItems().And.BeInAscendingOrder(StringComparer.Ordinal);
        ids.Should().OnlyContain(id => id["cnt_".Length + 14] == '7');
    }
}
