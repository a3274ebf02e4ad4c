using System.Text;

namespace Gatehouse.Net.Http1;

/// <summary>Recognises <see cref="Http1FieldName"/>s; the length decides first, so most names cost one comparison of numbers.</summary>
internal static class Http1FieldNames
{
    public static Http1FieldName Recognise(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 => Is(name, "host"u8) ? Http1FieldName.Host : Is(name, "date"u8) ? Http1FieldName.Date : Http1FieldName.Other,
        6 => Is(name, "expect"u8) ? Http1FieldName.Expect : Http1FieldName.Other,
        7 => Is(name, "upgrade"u8) ? Http1FieldName.Upgrade : Http1FieldName.Other,
        10 => Is(name, "connection"u8) ? Http1FieldName.Connection
            : Is(name, "keep-alive"u8) ? Http1FieldName.KeepAlive : Http1FieldName.Other,
        14 => Is(name, "content-length"u8) ? Http1FieldName.ContentLength : Http1FieldName.Other,
        16 => Is(name, "proxy-connection"u8) ? Http1FieldName.ProxyConnection : Http1FieldName.Other,
        17 => Is(name, "transfer-encoding"u8) ? Http1FieldName.TransferEncoding : Http1FieldName.Other,
        _ => Http1FieldName.Other,
    };

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lowerCase) =>
        (name[0] | 0x20) == lowerCase[0] && Ascii.EqualsIgnoreCase(name, lowerCase);
}
