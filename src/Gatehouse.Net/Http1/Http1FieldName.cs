namespace Gatehouse.Net.Http1;

/// <summary>The fields that the engine itself understands.</summary>
internal enum Http1FieldName
{
    Other,
    Connection,
    ContentLength,
    Date,
    Expect,
    Host,
    KeepAlive,
    ProxyConnection,
    TransferEncoding,
    Upgrade,
}
