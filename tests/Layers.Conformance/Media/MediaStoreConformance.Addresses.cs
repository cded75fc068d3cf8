using System.Net;
using System.Net.Http.Headers;
using Layers.Application.Seams;
using Layers.Domain.Content.Media;
using Layers.Testing;
using NodaTime;

namespace Layers.Conformance.Media;

/// <summary>Addresses of the store's own. A store that returns none promises nothing of them.</summary>
public abstract partial class MediaStoreConformance<TStore>
{
    private static readonly HttpClient Anybody = new();

    [Fact]
    public async Task UploadAddress_TakesTheBytes_AndFindSentFindsTheLast()
    {
        (await Store.FindSent(Sent, CancellationToken.None)).Should().BeNull("nothing was sent");
        if (await Awaited() is not { } target)
            return;

        (await Put(target, Bytes(1))).Should().BeTrue("the address takes the declared bytes by PUT with the headers that FindUploadTarget returned");
        var first = await Store.FindSent(Sent, CancellationToken.None);
        (await Put(target, Bytes(2))).Should().BeTrue("an address takes bytes any number of times until it ends");
        var second = await Store.FindSent(Sent, CancellationToken.None);

        first!.SizeBytes.Should().Be(SomeSize, "FindSent counts the bytes that have come");
        first.Version.Length.Should().BeInRange(1, 200, "a version is stored with the upload");
        second!.Version.Should().NotBe(first.Version, "bytes that differ have different versions");
        ShouldBe(await Read(Sent), Bytes(2), "the last bytes that were sent replace the earlier ones");
    }

    [Fact]
    public async Task UploadAddress_TakesNothingElse()
    {
        if (await Awaited() is not { } target)
            return;

        (await Put(target, Bytes(1), type: "text/html")).Should().BeFalse("the address takes only the declared type: sign the type");
        (await Put(target with { Address = new Uri(target.Address.ToString().Replace("upload-1", "upload-2", StringComparison.Ordinal)) }, Bytes(1)))
            .Should().BeFalse("the address is good for its own name: sign the name");
        using var read = await Anybody.GetAsync(target.Address);
        read.IsSuccessStatusCode.Should().BeFalse("the address is for PUT alone: sign the method");
        (await Store.FindSent(Sent, CancellationToken.None)).Should().BeNull("nothing was sent that the address takes");
    }

    [Fact]
    public async Task UploadAddress_Ends()
    {
        var goodFor = Duration.FromSeconds(2);
        if (await Awaited(goodFor) is not { } target)
            return;
        (await Put(target, Bytes(1))).Should().BeTrue("an address takes bytes as long as was asked for");

        Api.Clock.Advance(goodFor);

        await Eventually.Holds(async () => !await Put(target, Bytes(2)), "the address takes no bytes any more; it has to end by itself after AwaitedBytes.GoodFor");
    }

    [Fact]
    public async Task TryKeepSent_KeepsTheVersionThatItNames_WhateverIsSentLater()
    {
        if (await Awaited() is not { } target)
            return;
        await Put(target, Bytes(1));
        var sent = (await Store.FindSent(Sent, CancellationToken.None))!;

        (await TryKeep(sent.Version)).Should().BeTrue("these bytes are there");
        await Put(target, Bytes(2));

        ShouldBe(await Read(Kept), Bytes(1), "what is sent later never changes what was kept: copy the bytes");
        (await TryKeep(sent.Version)).Should().BeFalse("other bytes were sent meanwhile: copy under the condition of the version");
        ShouldBe(await Read(Kept), Bytes(1), "a TryKeepSent that returns false changes nothing");
    }

    [Fact]
    public async Task TryKeepSent_WhenNothingWasSent_ReturnsFalse()
    {
        (await TryKeep("none")).Should().BeFalse("nothing was sent");

        (await Read(Kept)).Should().BeNull("a TryKeepSent that returns false changes nothing");
    }

    [Fact]
    public async Task DownloadAddress_ServesTheFileWithItsTypeAndRanges()
    {
        await Write(Published, Bytes(1));
        if (await Served(HttpMethod.Get) is not { } target)
            return;

        target.GoodFor.Should().BeGreaterThan(Duration.Zero, "responses may be cached as long as the address is good");
        using var whole = await Anybody.GetAsync(target.Address);
        ShouldBe(await whole.Content.ReadAsByteArrayAsync(), Bytes(1), "the address serves the file to anybody who has it");
        whole.Content.Headers.ContentType?.MediaType.Should().Be(MediaTypes.Jpeg.Name, "the file is served as the type that was asked for, whatever its sender said");

        using var request = new HttpRequestMessage(HttpMethod.Get, target.Address) { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using var part = await Anybody.SendAsync(request);
        part.StatusCode.Should().Be(HttpStatusCode.PartialContent, "players ask for ranges");
        ShouldBe(await part.Content.ReadAsByteArrayAsync(), Bytes(1)[100..200], "bytes 100 to 199 were asked for");
    }

    [Fact]
    public async Task DownloadAddress_ForHead_SaysHowLongTheFileIs()
    {
        await Write(Published, Bytes(1));
        if (await Served(HttpMethod.Head) is not { } target)
            return;

        using var request = new HttpRequestMessage(HttpMethod.Head, target.Address);
        using var head = await Anybody.SendAsync(request);

        (head.IsSuccessStatusCode, head.Content.Headers.ContentLength).Should().Be((true, SomeSize), "the address was asked for with HEAD: sign that method");
    }

    [Fact]
    public async Task DownloadAddress_WhenTheNameHasNoBytes_FailsItself()
    {
        if (await Served(HttpMethod.Get) is not { } target)
            return;

        using var nothing = await Anybody.GetAsync(target.Address);

        nothing.IsSuccessStatusCode.Should().BeFalse("there is no such file");
    }

    private ValueTask<UploadTarget?> Awaited(Duration? goodFor = null) =>
        Store.FindUploadTarget(new AwaitedBytes(Sent, MediaTypes.Jpeg, SomeSize, goodFor ?? Duration.FromMinutes(10)), CancellationToken.None);

    private ValueTask<DownloadTarget?> Served(HttpMethod method) => Store.FindDownloadTarget(Published, MediaTypes.Jpeg, method, CancellationToken.None);

    private Task<bool> TryKeep(string version) => Store.TryKeepSent(Sent, version, Kept, MediaTypes.Jpeg, CancellationToken.None);

    private static async Task<bool> Put(UploadTarget target, byte[] bytes, string? type = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, target.Address) { Content = new ByteArrayContent(bytes) };
        foreach (var (name, value) in target.Headers)
            _ = request.Headers.TryAddWithoutValidation(name, value) || request.Content.Headers.TryAddWithoutValidation(name, value);
        if (type is not null)
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var response = await Anybody.SendAsync(request);
        return response.IsSuccessStatusCode;
    }
}
