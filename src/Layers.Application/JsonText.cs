namespace Layers.Application;

/// <summary>JSON that is passed on without being read, with text of callers in it: what looks like a media address there is left alone.</summary>
public sealed record JsonText(string Json);
