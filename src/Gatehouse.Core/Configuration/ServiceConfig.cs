namespace Gatehouse.Core.Configuration;

/// <summary>A Kong <c>service</c>: where requests of its routes go.</summary>
public sealed record ServiceConfig : EntityConfig
{
    public string? Name { get; init; }

    /// <summary>http, https, grpc, grpcs, tcp, tls, udp or tls_passthrough. Default http.</summary>
    public string Protocol { get; init; } = "http";

    /// <summary>Host name, address, or the name of an upstream.</summary>
    public required string Host { get; init; }

    /// <summary>0–65535, default 80.</summary>
    public int Port { get; init; } = 80;

    /// <summary>Prefix of the upstream path, null or starting with <c>/</c>.</summary>
    public string? Path { get; init; }

    /// <summary>Extra tries, 0–32767, default 5.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>Milliseconds, default 60000.</summary>
    public int ConnectTimeout { get; init; } = 60000;

    /// <summary>Milliseconds between two writes, default 60000.</summary>
    public int WriteTimeout { get; init; } = 60000;

    /// <summary>Milliseconds between two reads, default 60000.</summary>
    public int ReadTimeout { get; init; } = 60000;

    /// <summary>Id of the client certificate, null when none.</summary>
    public string? ClientCertificateId { get; init; }

    /// <summary>Whether the upstream's certificate is verified; null = the default, which here is true.</summary>
    public bool? TlsVerify { get; init; }

    /// <summary>Longest chain, 0–64; null = no limit of our own.</summary>
    public int? TlsVerifyDepth { get; init; }

    /// <summary>Ids of trusted CA certificates; null = the system's.</summary>
    public IReadOnlyList<string>? CaCertificateIds { get; init; }

    /// <summary>Whether routes of this service are served. Default true.</summary>
    public bool Enabled { get; init; } = true;
}
