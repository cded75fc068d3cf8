using Layers.Application.Uploads;
using Layers.Domain;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Infrastructure.Uploads;

internal sealed class UploadRepository(Db db) : IUploads
{
    private const string InsertFile =
        """
        insert into upload_files (organization_id, container_id, ordinal, filename, content_type, size_bytes)
        values (@organization, @container, @ordinal, @filename, @contentType, @sizeBytes)
        """;

    public void Add(OrganizationId organization, UploadFile file) =>
        db.Write(InsertFile, new
        {
            organization = organization.Value,
            container = file.Container.Value,
            ordinal = file.Ordinal,
            filename = file.Filename,
            contentType = file.Type.Name,
            sizeBytes = file.SizeBytes,
        });

    private const string SelectFiles =
        """
        select ordinal, filename, content_type, size_bytes, received_at, receipt, sealed_at, sent_version
        from upload_files
        where organization_id = @organization and container_id = @container
        order by ordinal
        """;

    public async Task<IReadOnlyList<UploadFile>> List(OrganizationId organization, ContainerId container, CancellationToken cancellationToken)
    {
        var rows = await db.Many<Row>(SelectFiles, new { organization = organization.Value, container = container.Value }, cancellationToken);
        return [.. rows.Select(row => row.ToDomain(container))];
    }

    private const string UpdateReceived =
        """
        update upload_files set received_at = @now, receipt = @receipt, sent_version = @sentVersion
        where organization_id = @organization and container_id = @container and ordinal = @ordinal and sealed_at is null
        """;

    public void MarkReceived(OrganizationId organization, UploadFile file, Instant now) =>
        db.Update(UpdateReceived, new
        {
            organization = organization.Value,
            container = file.Container.Value,
            ordinal = file.Ordinal,
            receipt = file.Receipt,
            sentVersion = file.SentVersion,
            now,
        });

    private const string UpdateSealed =
        """
        update upload_files set sealed_at = @now
        where organization_id = @organization and container_id = @container and sealed_at is null
        """;

    public void Seal(OrganizationId organization, ContainerId container, Instant now) =>
        db.Write(UpdateSealed, new { organization = organization.Value, container = container.Value, now });

    private sealed record Row
    {
        public int Ordinal { get; init; }

        public string Filename { get; init; } = "";

        public string ContentType { get; init; } = "";

        public long SizeBytes { get; init; }

        public Instant? ReceivedAt { get; init; }

        public Guid? Receipt { get; init; }

        public Instant? SealedAt { get; init; }

        public string? SentVersion { get; init; }

        public UploadFile ToDomain(ContainerId container) =>
            new(container, Ordinal, Filename, MediaTypes.Find(ContentType)!, SizeBytes, ReceivedAt, Receipt, SealedAt, SentVersion);
    }
}
