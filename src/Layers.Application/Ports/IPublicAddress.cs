namespace Layers.Application.Ports;

public interface IPublicAddress
{
    /// <summary>Where the outside reaches this server: scheme, host and port, without a slash at the end.</summary>
    string Base { get; }
}

/// <summary>The same as the present request knows it; outside of a request it is that of <see cref="IPublicAddress"/>.</summary>
public interface IRequestAddress
{
    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    string Base { get; }
}
