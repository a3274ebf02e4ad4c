namespace Gatehouse.Settings;

/// <summary>Reads where the LLM gateway keeps its books. The values may hold passwords: errors never show them.</summary>
internal static class AiBinder
{
    public static AiSettings Read(SettingReader reader) => new(Ledger(reader), Redis(reader));

    private static string? Ledger(SettingReader reader)
    {
        string? text = reader.Text("ai_ledger");
        if (text is null or "sqlite")
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "postgres" or "postgresql" && url.Host.Length > 0)
        {
            return text;
        }

        reader.Fail("ai_ledger", "is neither sqlite nor a PostgreSQL URL", "write sqlite, or postgres://user:password@host:port/database");
        return null;
    }

    private static Uri? Redis(SettingReader reader)
    {
        string? text = reader.Text("ai_redis");
        if (text is null)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "redis" or "rediss" && url.Host.Length > 0)
        {
            return url;
        }

        reader.Fail("ai_redis", "is not a Redis URL", "write redis://host:port, or rediss:// for TLS");
        return null;
    }
}
