using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NodaTime;

namespace Layers.Api.Composition;

/// <summary>
/// Settings under <c>Layers:</c> as values. One that is empty is absent. One that is not what it must be throws a <see cref="FormatException"/>
/// that names it, and does not repeat it.
/// </summary>
internal static class SettingValues
{
    public static string? Text(this IConfiguration settings, string name) => settings[name] is { Length: > 0 } text ? text : null;

    public static bool Flag(this IConfiguration settings, string name, bool otherwise = false) =>
        settings.Text(name) is not { } text ? otherwise
        : bool.TryParse(text, out var flag) ? flag
        : throw Fault(name, "true or false");

    public static int Number(this IConfiguration settings, string name, int otherwise, int least, int most) =>
        (int)settings.LongNumber(name, otherwise, least, most);

    public static long LongNumber(this IConfiguration settings, string name, long otherwise, long least, long most) =>
        settings.Text(name) is not { } text ? otherwise
        : long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw Fault(name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least:N0} to {most:N0}"));

    public static Duration Seconds(this IConfiguration settings, string name, int otherwise, int most) =>
        Duration.FromSeconds(settings.Number(name, otherwise, least: 1, most));

    /// <summary>Null for 0, which is for ever.</summary>
    public static Duration? DaysOrForEver(this IConfiguration settings, string name, int otherwise) =>
        settings.Number(name, otherwise, least: 0, most: 36_500) is > 0 and var days ? Duration.FromDays(days) : null;

    /// <summary>More than 0, at most 1.</summary>
    public static double Share(this IConfiguration settings, string name, double otherwise) =>
        settings.Text(name) is not { } text ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1 ? share
        : throw Fault(name, "more than 0 and at most 1");

    public static Uri? WebAddress(this IConfiguration settings, string name) =>
        settings.Text(name) is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? address
        : throw Fault(name, "an address that begins with http:// or https://");

    /// <summary>Addresses and networks, with commas in between: <c>10.0.0.0/8, ::1</c>.</summary>
    public static IReadOnlyList<IPNetwork> Networks(this IConfiguration settings, string name) =>
        [.. (settings.Text(name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => Network(text) ?? throw Fault(name, "addresses or networks, with commas in between"))];

    private static IPNetwork? Network(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)
        : IPNetwork.TryParse(text, out var network) ? network
        : null;

    /// <summary>Origins with commas between them; <c>*</c> alone means any, and <c>none</c> is an empty list.</summary>
    public static IReadOnlyList<string> Origins(this IConfiguration settings, string name, string otherwise)
    {
        var origins = (settings.Text(name) ?? otherwise).Split(',', StringSplitOptions.TrimEntries);
        return origins is ["none"] ? []
            : origins is ["*"] || Array.TrueForAll(origins, IsOrigin) ? origins
            : throw Fault(name, "origins such as https://app.acme.example with commas between them, * or none");
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);

    private static FormatException Fault(string name, string what) => new($"Layers:{name} must be {what}.");
}
