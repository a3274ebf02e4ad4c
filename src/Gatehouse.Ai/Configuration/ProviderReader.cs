using System.Text;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Transport;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Ai;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Ai.Configuration;

/// <summary>Reads <c>ai_providers</c>. What a schema cannot know becomes an error that names the field.</summary>
internal sealed class ProviderReader(
    ProviderCatalog providers, Func<ProviderAddress, IVendorTransport> transports, ICollection<ConfigError> errors)
{
    private const int MaxKeyBytes = 16 * 1024;

    /// <summary>The provider; null when it is wrong, switched off, or optional and without its credential.</summary>
    public ProviderState? Read(AiEntityConfig config)
    {
        var reader = new ConfigReader(config.Record);
        var kind = ProviderDefaults.KindOf(reader.GetString("type", "sandbox"));
        string path = $"ai_providers[{config.Id}]";
        if (!reader.GetBool("enabled", true))
        {
            return null;
        }

        bool isOptional = reader.GetBool("optional", false);
        string? key = NotEmpty(reader.GetString("api_key")) ?? KeyOfFile(reader.GetString("api_key_file"), path);
        string? region = NotEmpty(reader.GetString("region"));
        if (isOptional && Lacks(kind, reader, key, region))
        {
            return null;
        }

        string? text = NotEmpty(reader.GetString("url")) ?? ProviderDefaults.UrlOf(kind, region);
        if (text is null)
        {
            errors.Add(new ConfigError($"{path}.region", "is needed to find the endpoint", null, "set region, or url"));
            return null;
        }

        if (UrlOf(text, kind) is not { } url)
        {
            errors.Add(new ConfigError($"{path}.url", "not an http or https URL without query and user", null, "write it as https://host[:port][/path]"));
            return null;
        }

        bool isPrivate = reader.GetBool("private", ProviderDefaults.IsPrivate(kind, url));
        var address = AddressOf(config, reader, kind, url, key, region);
        return new ProviderState(address, providers[kind])
        {
            Transport = transports(address),
            IsPrivate = isPrivate,
            DataClasses = reader.GetStrings("data_classes") ?? (isPrivate ? [AnyClass] : ["public", "internal"]),
            Timeouts = new VendorTimeouts(
                Milliseconds(reader, "connect_timeout", 5_000),
                Milliseconds(reader, "first_token_timeout", 120_000),
                Milliseconds(reader, "idle_timeout", 180_000),
                Milliseconds(reader, "total_timeout", 900_000)),
        };
    }

    /// <summary>Stands for every class in <see cref="ProviderState.DataClasses"/>.</summary>
    public const string AnyClass = "*";

    private static ProviderAddress AddressOf(AiEntityConfig config, ConfigReader reader, ProviderKind kind, Uri url, string? key, string? region) => new()
    {
        Name = config.Name,
        Kind = kind,
        Url = url,
        ApiKey = key,
        Region = region,
        AwsAccessKeyId = NotEmpty(reader.GetString("aws_access_key_id")),
        AwsSecretAccessKey = NotEmpty(reader.GetString("aws_secret_access_key")),
        AwsSessionToken = NotEmpty(reader.GetString("aws_session_token")),
        Organization = NotEmpty(reader.GetString("organization")),
        Project = NotEmpty(reader.GetString("project")),
        ApiVersion = NotEmpty(reader.GetString("api_version")),
        Headers = [.. reader.GetStringMap("headers") ?? new Dictionary<string, string>()],
        TakesStreamOptions = reader.GetBool("stream_options", true),
        VerifiesTls = reader.GetBool("tls_verify", true),
    };

    // What makes a provider of this kind be there.
    private static bool Lacks(ProviderKind kind, ConfigReader reader, string? key, string? region) => kind switch
    {
        ProviderKind.Sandbox => false,
        ProviderKind.Ollama => NotEmpty(reader.GetString("url")) is null,
        ProviderKind.Bedrock => region is null
            || (key is null && NotEmpty(reader.GetString("aws_access_key_id")) is null),
        _ => key is null,
    };

    private string? KeyOfFile(string? file, string path)
    {
        if (file is null)
        {
            return null;
        }

        try
        {
            using var stream = File.OpenRead(file);
            byte[] bytes = new byte[MaxKeyBytes];
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (Encoding.UTF8.GetString(bytes, 0, read).Trim() is { Length: > 0 } key && read < MaxKeyBytes && !key.Any(char.IsControl))
            {
                return key;
            }

            errors.Add(new ConfigError($"{path}.api_key_file", "the file does not hold one line with a key", file, "put the key alone into the file"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            errors.Add(new ConfigError($"{path}.api_key_file", "the file cannot be read", file, "check the path and who may read it"));
        }

        return null;
    }

    // OLLAMA_HOST is often an address alone, and 0.0.0.0 where a server listens.
    private static Uri? UrlOf(string text, ProviderKind kind)
    {
        if (kind == ProviderKind.Ollama && !text.Contains("://", StringComparison.Ordinal))
        {
            text = $"http://{(text.Contains(':', StringComparison.Ordinal) ? text : $"{text}:11434")}";
        }

        if (!Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            return null;
        }

        return kind == ProviderKind.Ollama && url.Host == "0.0.0.0" ? new UriBuilder(url) { Host = "127.0.0.1" }.Uri : url;
    }

    private static TimeSpan Milliseconds(ConfigReader reader, string name, int fallback) => TimeSpan.FromMilliseconds(reader.GetInt(name, fallback));

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
