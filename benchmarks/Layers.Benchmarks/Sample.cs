using Layers.Application;
using Layers.Application.Audit;
using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Content;
using NodaTime;

namespace Layers.Benchmarks;

/// <summary>Data of the size that a busy organization has.</summary>
internal static class Sample
{
    private static ReadOnlySpan<byte> Preview =>
        """{"kind":"slideshow","primaryUrl":"media:tea/slide-01.jpg","thumbnailUrl":"media:tea/slide-01.jpg","imageUrls":["media:tea/slide-01.jpg","media:tea/slide-02.jpg","media:tea/slide-03.jpg"],"aspectRatio":"9:16"}"""u8;

    private static ReadOnlySpan<byte> PrimaryAsset => """{"assetId":"slide-01","kind":"image","thumbnailUrl":"media:tea/slide-01.jpg"}"""u8;

    public const string EventBody =
        """{"id":"evt_01a20280-ec82-70a1-8aea-0135b91dc072","type":"content.approved","position":42,"occurredAt":"2026-11-22T09:05:33.571Z","data":{"id":"cnt_01a20280-0000-7000-8000-000000000001","projectId":"prj_01a20280-0000-7000-8000-000000000002","approvedAt":"2026-11-22T09:05:33.571Z","approvedBy":"Mara"}}""";

    public static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 9, 5, 33) + Duration.FromMilliseconds(571);

    public static readonly EventId EventId = Id.New<EventId>(Now);

    public static Page<ContentRow> ContentPage(int rows) =>
        Page<ContentRow>.Of([.. Enumerable.Range(0, rows + 1).Select(ContentRow)], rows, row => new Cursor(row.CreatedAt, row.Id.Value));

    private static ContentRow ContentRow(int place)
    {
        var createdAt = Now - Duration.FromMinutes(place);
        return new ContentRow(
            Id.New<ContainerId>(createdAt),
            ContainerStatus.Completed,
            ContentFormat.SlideshowBuilder,
            "Three teas for a grey afternoon, and how long each should draw. ☕",
            CreativeType.Generated,
            ApprovalStatus.Pending,
            createdAt,
            CompletedAt: createdAt + Duration.FromMinutes(4),
            Revision: 2,
            HeldAt: null,
            AutoApproveAt: createdAt + Duration.FromHours(24),
            new StoredMedia(Preview.ToArray()),
            new StoredMedia(PrimaryAsset.ToArray()));
    }

    public static AuditRow AuditRow() =>
        new(
            EventId,
            "content.approved",
            Now,
            "req_01a20280ec8270a18aea0135b91dc072",
            Id.New<OrganizationId>(Now),
            Id.New<ProjectId>(Now),
            Id.New<ApiKeyId>(Now),
            "Mara",
            "user",
            new JsonText("""{"containerId":"cnt_01a20280-0000-7000-8000-000000000001","before":{"approvalStatus":"pending"},"after":{"approvalStatus":"approved"},"note":"Lovely."}"""),
            Seal: null);
}
