import FieldRecords
import Seeds

/// What is saved in a trial: issues of eight fields as a district has them, then edits that close some of them.
///
/// The same numbers give the same workload on every machine.
struct Workload {
    struct Record {
        /// In the order of ``fieldNames``.
        let fields: [String]
    }

    struct Edit {
        /// A record by its place in ``records``, from 1.
        let record: Int
        let status: String
        let closedOn: String
    }

    static let fieldNames = ["date", "kind", "title", "detail", "raised_via", "status", "owner", "closed_on"]

    let records: [Record]
    let edits: [Edit]
    /// The field that holds a person's name: `owner`, which is not personal, or `raised_by`, which is.
    let nameField: String

    init(records recordCount: Int, edits editCount: Int, nameField: String = "owner", seed: UInt64 = 1) {
        var random = SeededRandom(seed)
        records = (0..<recordCount).map { _ in Workload.record(&random) }
        let closings = (0..<editCount).map { _ in (random.below(recordCount), 100 + random.below(265), random.below(4))
        }
        edits = closings.map { record, days, status in
            Edit(
                record: record + 1, status: status == 0 ? "declined" : "resolved",
                closedOn: Workload.date(days + 366))
        }
        self.nameField = nameField
    }

    var saves: Int { records.count + edits.count }

    private static func record(_ random: inout SeededRandom) -> Record {
        let kind = random.one(of: kinds)
        let place = random.one(of: places)
        let title = "\(place)\(random.one(of: kind.titles))"
        let detail = "\(random.one(of: times))在\(place)，\(random.one(of: kind.details))，\(random.one(of: wishes))。"
        let owner = "\(surnames[random.below(surnames.count)])\(givenNames[random.below(givenNames.count)])"
        return Record(fields: [
            date(random.below(366)), kind.name, title, detail, random.one(of: ["station", "talk", "snap", "phone"]),
            random.one(of: ["resolved", "declined"]), owner, date(366 + random.below(100)),
        ])
    }

    /// A day from 1 January 2024 on.
    private static func date(_ days: Int) -> String {
        var (year, left) = (2024, days)
        for month in 0... {
            let length = month % 12 == 1 && year == 2024 ? 29 : lengths[month % 12]
            if left < length {
                let (m, d) = (month % 12 + 1, left + 1)
                return "\(year)-\(m < 10 ? "0" : "")\(m)-\(d < 10 ? "0" : "")\(d)"
            }
            left -= length
            if month % 12 == 11 { year += 1 }
        }
        return ""
    }

    private static let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    private static let places = [
        "霍营华龙苑", "龙跃苑四区", "天通苑北一区", "天通苑中苑", "流星花园", "回龙观新村", "龙泽苑东区", "矩阵小区", "首开国风美唐", "佰嘉城",
        "和谐家园", "百善家园", "沙河高教园", "于辛庄路口", "朱辛庄地铁站", "生命科学园", "北七家镇政府", "宏福苑", "名佳花园", "温泉花园",
        "水屯市场", "南环路商场", "城北街道", "政府街西路", "西关环岛", "昌平公园", "永安路", "东关南里", "富松路", "何营路",
    ]
    private static let kinds: [(name: String, titles: [String], details: [String])] = [
        ("entry", ["进不去", "门禁不让进", "登记太慢"], ["保安不让骑手骑车进小区，只能步行送餐", "每次都要登记身份证，一单多花五分钟", "北门晚上八点就关，要绕到南门"]),
        ("charging", ["没处充电", "充电桩坏了", "充电太贵"], ["换电柜三个仓位都坏了，下午没法接单", "附近两公里没有换电柜，只能推车走", "充电桩要另下一个软件，还扣了押金"]),
        ("rest", ["没处歇脚", "没有热水", "想坐一会"], ["中午高峰过后没有地方坐，只能坐在台阶上", "商场不让骑手进去休息，说影响生意", "冬天太冷，手冻得按不了手机"]),
        ("parking", ["停车难", "车被拖走", "停车被罚"], ["路边停两分钟取餐，回来车就被拖走了", "商场门口不让停电动车，停远了又怕丢", "取餐的地方没有临时停车位"]),
        ("parcel_storage", ["快件没处放", "柜子满了", "丢了快件"], ["快递柜总是满的，放门口又怕丢", "物业不让把快件放在大堂", "有一件放在驿站不见了，要自己赔"]),
        ("pay", ["扣款不明", "补贴没到", "超时扣钱"], ["恶劣天气的补贴说好给，到现在没有到账", "系统派单太远，超时扣了钱，申诉没有人回", "站长说这个月的全勤奖取消了，没有说为什么"]),
        ("dispute", ["与顾客争执", "与保安争执", "差评申诉"], ["顾客地址写错了，送到以后还给了差评", "和保安吵起来，民警来了才放行", "餐洒了一点，顾客要全额赔偿"]),
        ("other", ["路灯不亮", "路面坑洼", "积水难行"], ["路灯坏了半个月，晚上骑车看不见坑", "修路挖开的坑没有围挡，摔了一跤", "一下雨就积水，电动车进水熄火"]),
    ]
    private static let times = ["早上七点", "上午十点", "中午十二点", "下午两点", "下午五点", "傍晚六点", "晚上八点", "晚上十点"]
    private static let wishes = ["希望社区跟物业说一说", "希望早点修好", "请街道协调一下", "希望给骑手留一条路", "不知道该找谁", "别的骑手也这么说"]
    private static let surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许".map { String($0) }
    /// A hundred, so that there are 2,600 names.
    private static let givenNames: [String] = {
        let first = "伟芳娜敏静丽强磊军洋".map { String($0) }
        let second = "华明杰霞平刚英文斌玲".map { String($0) }
        return first.flatMap { one in second.map { one + $0 } }
    }()
}

// MARK: As files

extension Workload {
    /// The records as JSON Lines, each with its place as `no`.
    func recordLines() -> [UInt8] {
        var lines: [UInt8] = []
        for (index, record) in records.enumerated() {
            var members = [JSONMember("no", .string("\(index + 1)"))]
            for (name, value) in zip(Workload.fieldNames, record.fields) {
                members.append(JSONMember(name == "owner" ? nameField : name, .string(value)))
            }
            lines += Array(JSONValue.object(members).compact.utf8) + [0x0A]
        }
        return lines
    }

    /// The edits as JSON Lines.
    func editLines() -> [UInt8] {
        edits.flatMap { edit in
            let line = JSONValue.object([
                JSONMember("no", .string("\(edit.record)")), JSONMember("status", .string(edit.status)),
                JSONMember("closed_on", .string(edit.closedOn)),
            ])
            return Array(line.compact.utf8) + [0x0A]
        }
    }
}
