using Layers.Application.Keys;
using Layers.Domain;
using Moq;
using NodaTime;

namespace Layers.Application.Tests.Keys;

public sealed class KeyUsesTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 4, 18, 12, 0);

    private readonly ApiKeyId id = new(Guid.NewGuid());
    private readonly KeyUses uses = new();

    [Fact]
    public void Uses_KeepTheLatest()
    {
        foreach (var second in new[] { 1, 3, 2 })
            uses.Note(id, Noon + Duration.FromSeconds(second));

        uses.Unwritten().Should().ContainSingle().Which.Should().Be(KeyValuePair.Create(id, Noon + Duration.FromSeconds(3)));
    }

    [Fact]
    public void Use_DuringTheWriting_IsNotForgottenWithTheOneThatWasWritten()
    {
        uses.Note(id, Noon);
        var written = uses.Unwritten();
        uses.Note(id, Noon + Duration.FromSeconds(1));

        uses.Forget(written);

        uses.Unwritten().Should().ContainSingle().Which.Should().Be(KeyValuePair.Create(id, Noon + Duration.FromSeconds(1)));
        uses.Forget(uses.Unwritten());
        uses.Unwritten().Should().BeEmpty();
    }

    [Fact]
    public async Task Record_ThatFails_KeepsEverythingForTheNextTime()
    {
        uses.Note(id, Noon);
        var keys = new Mock<IApiKeys>();
        keys.Setup(port => port.SaveUses(It.IsAny<IReadOnlyCollection<KeyValuePair<ApiKeyId, Instant>>>(), default)).ThrowsAsync(new IOException());

        var recording = () => new RecordKeyUsesHandler(uses, keys.Object).Handle(new RecordKeyUses(), default);

        await recording.Should().ThrowAsync<IOException>();
        uses.Unwritten().Should().ContainSingle();
    }
}
