namespace Layers.Api.Composition;

/// <summary>Where this server keeps what it keeps on disk: <c>Layers:DataFolder</c>, or <c>.data</c> where it was started.</summary>
internal static class DataFolder
{
    public static string Of(IConfiguration configuration) => configuration["Layers:DataFolder"] ?? ".data";
}
