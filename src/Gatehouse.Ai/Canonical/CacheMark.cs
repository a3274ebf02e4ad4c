namespace Gatehouse.Ai.Canonical;

/// <summary>"Everything up to here may be kept in the vendor's prompt cache": Anthropic's cache_control, Bedrock's cachePoint.</summary>
internal enum CacheMark
{
    None,

    /// <summary>For five minutes, or the vendor's default.</summary>
    FiveMinutes,

    /// <summary>For one hour.</summary>
    OneHour,
}
