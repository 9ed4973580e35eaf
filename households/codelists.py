"""Plain code lists whose entries no rule depends on: stored as the Chinese words of the form (domain reference 2.3)."""

Choices = list[tuple[str, str]]


def listed(words: str) -> Choices:
    """Make choices of words set apart by blanks."""
    return [(word, word) for word in words.split()]


YES_NO = listed("是 否")
POLITICS = listed("中共党员 中共预备党员 共青团员 民主党派 无党派人士 群众 其他")
HEALTH = listed(
    "良好 恶性肿瘤 心血管病 脑血管病 终末期肾病 精神病 肝病 血液病 糖尿病 肿瘤病 腰颈椎病 高血压病 肺病 一般疾病 深度昏迷 永久瘫痪 "
    "严重阿尔茨海默病 严重帕金森病 严重运动神经元病 残疾 癌症 尿毒症"
)
DISABILITY = listed("视力残疾 听力残疾 言语残疾 智力残疾 肢体残疾 精神残疾 多重残疾")
DISABILITY_GRADE = listed("一级 二级 三级 四级")
# The worker's 工作状态 and the members' 身份 are one list: where a person stands between school and pension.
POSITION = listed(
    "在岗 下（待）岗 失（无）业 退休 病休 内退 离休 农民工 学龄前儿童 小学 初中 高中（中专、技校） 大专 本科 研究生 务农 现役军人 丧失劳动能力 其他"
)
WORKER_POSITION = listed("在岗 下（待）岗 失（无）业 退休 病休 内退 离休 农民工")
MODEL_WORKER = listed("非劳模 全国劳模 省部级劳模 地市级劳模 其他")
HOUSING = listed("自建房 商品房 经济适用房 两限房 承租单位公房 政府廉租房 租房 自购房 无房 其他")
INDUSTRY = listed(
    "农、林、牧、渔业 采矿业 制造业 电力、热力、燃气及水生产和供应业 建筑业 批发和零售业 交通运输、仓储和邮政业 住宿和餐饮业 "
    "信息传输、软件和信息技术服务业 金融业 房地产业 租赁和商务服务业 科学研究和技术服务业 水利、环境和公共设施管理业 "
    "居民服务、修理和其他服务业 教育 卫生和社会工作 文化、体育和娱乐业 公共管理、社会保障和社会组织 国际组织 其他"
)
MARRIAGE = listed("已婚 未婚 离异 丧偶")
HUKOU = listed("非农业 农业 农转居 居民户口（城镇） 居民户口（农村）")
WORKPLACE_KIND = listed("国家机关 事业单位 国有企业 集体企业 民营/私营/个体企业 港澳台商投资企业 外商投资企业 其他")
WORKPLACE_STATE = listed("正常 停产 半停产 改制 破产 关闭 其他")
INSURANCE = listed("城镇职工基本医保 城乡居民基本医保 大病保险 医疗救助 商业保险 未参保")
CONTRACT_TERM = listed("半年内 半年至一年 两年 三年 四年 五年以上 无固定期限")
KEY_GROUP = listed(
    "低保范围内有劳动能力而未充分就业 收入或生活水平低于低保线而未纳入低保 支出性生活困难 城市困难农民工 供给侧结构性改革中的困难职工 其他"
)
RELIEF_WAY = listed("就业创业发展 纳入社保制度覆盖 社会救助兜底 工会帮扶")
ETHNICITY = listed(
    "汉族 彝族 白族 哈尼族 傣族 壮族 苗族 回族 傈僳族 拉祜族 佤族 纳西族 瑶族 藏族 景颇族 布朗族 普米族 怒族 阿昌族 德昂族 基诺族 "
    "蒙古族 独龙族 满族 水族 布依族 维吾尔族 朝鲜族 侗族 土家族 哈萨克族 黎族 畲族 高山族 东乡族 柯尔克孜族 土族 达斡尔族 仫佬族 "
    "羌族 撒拉族 毛南族 仡佬族 锡伯族 塔吉克族 乌孜别克族 俄罗斯族 鄂温克族 保安族 裕固族 京族 塔塔尔族 鄂伦春族 赫哲族 门巴族 珞巴族 其他"
)
EDUCATION = listed("小学 初中 高中 中专 技校 大专 本科 硕士研究生 博士研究生 文盲或半文盲")
BANKS = listed("农村信用社 中国农业银行 中国工商银行 中国建设银行 中国银行 中国邮政储蓄银行 交通银行 富滇银行 其他")
