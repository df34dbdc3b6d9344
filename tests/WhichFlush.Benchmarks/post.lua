-- Full questions, each about another address. With the argument "shapes" each is also of another shape (32,768 of them, by software
-- and ignored bits, memory type and shareability), so that nothing of an answer can be kept from the last.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local count, shapes = 0, false

init = function(args)
    shapes = args[1] == "shapes"
end

request = function()
    count = count + 1
    local high, low = 0x0040, 0x3c
    if shapes then
        high = 0x0040 + (count % 512) * 0x80
        low = math.floor(count / 512) % 16 * 4 + math.floor(count / 8192) % 4 * 0x100
    else
        low = low + 0x300
    end
    local page = count % 65536 - count % 16
    return wrk.format(nil, "/v1/flush", nil, string.format(
        '{"old":"0x%04x0105%04x%04x","new":"0x%04x0105%04x%04x","level":3,"bbm":2,"address":"0x80%08x","features":["FEAT_XNX"]}',
        high, page, 0x4c3 + low, high, page, 0x443 + low, (count % 1048576) * 4096))
end
