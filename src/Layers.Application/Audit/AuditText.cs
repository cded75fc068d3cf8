using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime.Text;

namespace Layers.Application.Audit;

/// <summary>
/// The text of audit rows, which is exported and which the chain is made of. It is a promise: a row that was sealed must read the same for ever, so
/// nothing here may change. What is added to a row some day stands in the line, behind its seal.
/// </summary>
public static class AuditText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The row as JSON in UTF-8, without its seal and without a line break.</summary>
    public static ReadOnlySpan<byte> Of(AuditRow row)
    {
        var text = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(text, Options);
        json.WriteStartObject();
        WriteRow(json, row);
        json.WriteEndObject();
        json.Flush();
        return text.WrittenSpan;
    }

    /// <summary>The row as a line of the export, ended by a line feed: its text, and in it, last, the seal.</summary>
    public static void WriteLine(IBufferWriter<byte> lines, AuditRow row)
    {
        using (var json = new Utf8JsonWriter(lines, Options))
        {
            json.WriteStartObject();
            WriteRow(json, row);
            WriteSeal(json, row.Seal);
            json.WriteEndObject();
        }

        lines.Write("\n"u8);
    }

    /// <summary>The seal that follows on <paramref name="before"/>. For a row that is gone it covers no text, so that the chain keeps the gap.</summary>
    public static Seal Seal(Seal before, AuditRow? row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before.Hash);
        if (row is not null)
            hash.AppendData(Of(row));
        return new Seal(before.Position + 1, hash.GetHashAndReset());
    }

    private static void WriteRow(Utf8JsonWriter json, AuditRow row)
    {
        json.WriteString("eventId", row.EventId.ToString());
        json.WriteString("eventType", row.EventType);
        json.WriteString("occurredAt", InstantPattern.ExtendedIso.Format(row.OccurredAt));
        json.WriteString("requestId", row.RequestId);
        json.WriteString("organizationId", row.OrganizationId.ToString());
        json.WriteString("projectId", row.ProjectId?.ToString());
        json.WriteString("apiKeyId", row.ApiKeyId?.ToString());
        json.WriteString("actor", row.Actor);
        json.WriteString("actorType", row.ActorType);
        json.WritePropertyName("data");
        json.WriteRawValue(row.Data.Json, skipInputValidation: true);
    }

    private static void WriteSeal(Utf8JsonWriter json, Seal? seal)
    {
        if (seal is null)
        {
            json.WriteNull("seal");
            return;
        }

        json.WriteStartObject("seal");
        json.WriteNumber("position", seal.Position);
        json.WriteString("hash", seal.HashText);
        json.WriteEndObject();
    }
}
